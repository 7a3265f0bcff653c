// SPDX-License-Identifier: Apache-2.0
// DocumentsService: white recipes, on paper and electronic.
#include "documents_service.hpp"
#include "white_text.hpp"

namespace curante::documents {
namespace {

DocumentRecord described(const WhitePage& page, const MakeWhite& request) {
  DocumentRecord document;
  const bool electronic = !page.number.empty();
  document.info.patient = request.patient;
  document.info.kind = electronic ? "promemoria" : "ricetta-bianca";
  document.info.title =
      electronic ? "Promemoria ricetta bianca " + page.number : "Ricetta bianca del " + page.date;
  document.recipe = request.recipe.id;
  document.media_type = "application/pdf";
  document.file_name = electronic ? "promemoria-" + page.number + ".pdf" : "ricetta-bianca.pdf";
  return document;
}

}  // namespace

DocumentInfo DocumentsService::on(const CallContext& context, const MakeWhite& request) {
  demand_patient(context, request.patient);
  if (request.recipe.id.empty()) {
    throw Error("recipe-missing", "manca la ricetta da stampare", "scegliere una ricetta");
  }
  const std::string practice = context.practice();
  const WhitePage page = white_text(request.recipe, request.receipt);
  const Bytes service_file = request.receipt ? request.receipt->promemoria : Bytes();
  const Bytes version = content_version(page, service_file);
  const auto checked = [&](const DocumentInfo& info) {
    demand_same_patient(info.patient, request.patient);
    return info;
  };
  if (const auto made = store_->find(practice, request.recipe.id, version)) return checked(*made);
  DocumentRecord document = described(page, request);
  take_service_file(service_file, document);
  if (!document.info.from_service) document.content = white_printer_->print(page);
  document.info.made = surroundings_.now(context);
  document.version = version;
  return checked(store_->keep(practice, document));
}

}  // namespace curante::documents
