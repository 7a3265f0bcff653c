// SPDX-License-Identifier: Apache-2.0
#include "documents_service.hpp"

#include <algorithm>

#include "pdf_file.hpp"
#include "promemoria_text.hpp"

namespace curante::documents {
namespace {

constexpr size_t most_merged = 100;
constexpr int32_t most_listed = 500;

Error other_patient() {
  return Error("patient-mismatch", "il documento riguarda un altro paziente",
               "riaprire la scheda del paziente giusto e ripetere l'operazione");
}

std::vector<Id> ids_of(const std::string& list) {
  std::vector<Id> ids;
  for (size_t from = 0; from <= list.size();) {
    const size_t to = std::min(list.find(',', from), list.size());
    const Id id(std::string_view(list).substr(from, to - from));
    if (!id.empty()) ids.push_back(id);
    from = to + 1;
  }
  if (!ids.empty() && ids.size() <= most_merged) return ids;
  throw Error("document-selection-invalid", "si stampano da uno a cento documenti alla volta",
              "scegliere meno documenti, o almeno uno");
}

}  // namespace

void DocumentsService::open(postgres::Pool& pool, const std::string& font_families) {
  printer_.emplace(font_families);
  red_forms_.emplace(font_families);
  white_printer_.emplace(font_families);
  number_lists_.emplace(font_families);
  store_.emplace(pool);
}

void DocumentsService::demand_patient(const CallContext& context, const Id& patient) {
  if (patient.empty()) {
    throw Error("patient-missing", "manca il paziente del documento", "scegliere il paziente");
  }
  const std::string open = context.patient();
  if (!open.empty() && open != patient.value()) throw other_patient();
}

void DocumentsService::demand_same_patient(const Id& found, const Id& asked) {
  if (found != asked) throw other_patient();
}

/// A paper printed from a patient's window is handed to that patient.
void DocumentsService::demand_owner(const CallContext& context, const Id& document) {
  if (context.patient().empty()) return;
  demand_patient(context, store_->owner(context.practice(), document));
}

DocumentInfo DocumentsService::on(const CallContext& context, const MakePromemoria& request) {
  demand_patient(context, request.patient);
  if (request.recipe.id.empty()) {
    throw Error("recipe-missing", "manca la ricetta del promemoria", "scegliere una ricetta");
  }
  const std::string practice = context.practice();
  const PromemoriaPage page = promemoria_text(request.recipe, request.receipt);
  const Bytes version = content_version(page, request.receipt.promemoria);
  const auto checked = [&](const DocumentInfo& info) {
    if (info.patient != request.patient) throw other_patient();
    return info;
  };
  if (const auto made = store_->find(practice, request.recipe.id, version)) return checked(*made);

  DocumentRecord document;
  take_service_file(request.receipt.promemoria, document);
  if (!document.info.from_service) document.content = printer_->print({&page, 1});
  document.info.patient = request.patient;
  document.info.kind = "promemoria";
  document.info.title = "Promemoria " + page.nre;
  document.info.made = surroundings_.now(context);
  document.recipe = request.recipe.id;
  document.media_type = "application/pdf";
  document.file_name = "promemoria-" + page.nre + ".pdf";
  document.version = version;
  return checked(store_->keep(practice, document));
}

void DocumentsService::take_service_file(const Bytes& file, DocumentRecord& document) const {
  if (file.empty()) return;
  const PdfVerdict verdict = inspect_pdf(file);
  document.info.from_service = verdict.readable;
  if (verdict.readable) {
    document.content = file;
  } else {
    surroundings_.warn("the service's own promemoria is not used: it " + verdict.problem);
  }
}

Blob DocumentsService::on(const CallContext& context, const Read& request) {
  demand_owner(context, request.document);
  return store_->read(context.practice(), request.document, request.offset, request.size);
}

Blob DocumentsService::on(const CallContext& context, const ReadMerged& request) {
  const std::string practice = context.practice();
  std::vector<Bytes> files;
  for (const Id& id : ids_of(request.documents)) {
    demand_owner(context, id);
    files.push_back(store_->read(practice, id, 0, 0).content);
  }
  Blob blob;
  blob.media_type = "application/pdf";
  blob.file_name = files.size() == 1 ? "documento.pdf" : "documenti.pdf";
  blob.content = files.size() == 1 ? std::move(files.front()) : merge_pdfs(files);
  blob.size = static_cast<int64_t>(blob.content.size());
  return blob;
}

DocumentList DocumentsService::on(const CallContext& context, const ListForPatient& request) {
  const int32_t limit = std::clamp(request.limit, 1, most_listed);
  return {store_->list(context.practice(), request.patient, limit)};
}

Blob DocumentsService::on(const CallContext&, const PrintNumbers& request) {
  Blob blob;
  blob.media_type = "application/pdf";
  blob.file_name = "elenco-ricette.pdf";
  blob.content = number_lists_->print(request);
  blob.size = static_cast<int64_t>(blob.content.size());
  return blob;
}

}  // namespace curante::documents
