// SPDX-License-Identifier: Apache-2.0
#include "documents_service.hpp"
#include "red_form_text.hpp"
#include "sha256.hpp"

namespace curante::documents {
namespace {

/// Hash of all that the form shows and of how it lies.
Bytes content_version(const RedFormValues& values, const MakeRedForm& request) {
  Sha256 hash;
  hash.field("red-form");
  hash.field(request.code);
  for (const auto& [name, value] : values) {
    hash.field(name);
    hash.field(value);
  }
  const RedFormPlace& place = request.place;
  for (const double margin : {place.left_mm, place.top_mm}) hash.field(std::to_string(margin));
  for (const bool word : {place.a4, place.upright, place.barcodes, place.bold}) {
    hash.field(word ? "1" : "0");
  }
  return hash.value();
}

}  // namespace

DocumentInfo DocumentsService::on(const CallContext& context, const MakeRedForm& request) {
  demand_patient(context, request.patient);
  if (request.recipe.id.empty()) {
    throw Error("recipe-missing", "manca la ricetta da stampare", "scegliere una ricetta");
  }
  const std::string practice = context.practice();
  const RedFormValues values = red_form_text(request);
  const Bytes version = content_version(values, request);
  const auto checked = [&](const DocumentInfo& info) {
    demand_same_patient(info.patient, request.patient);
    return info;
  };
  if (const auto made = store_->find(practice, request.recipe.id, version)) return checked(*made);
  std::string written = request.recipe.written_at;
  if (written.size() == 19) written[10] = 'T';
  DocumentRecord document;
  document.content = red_forms_->print(values, request.place, written);
  document.info.patient = request.patient;
  document.info.kind = "red-form";
  document.info.title = "Ricetta rossa " + request.code;
  document.info.made = surroundings_.now(context);
  document.recipe = request.recipe.id;
  document.media_type = "application/pdf";
  document.file_name = "ricetta-rossa-" + request.code + ".pdf";
  document.version = version;
  return checked(store_->keep(practice, document));
}

Blob DocumentsService::on(const CallContext& context, const DrawRedTest& request) {
  Blob blob;
  blob.media_type = "application/pdf";
  blob.file_name = "prova-di-stampa.pdf";
  const std::string now = surroundings_.now(context).iso();
  blob.content = red_forms_->test_page(request.place, now.substr(0, 19));
  blob.size = static_cast<int64_t>(blob.content.size());
  return blob;
}

}  // namespace curante::documents
