// SPDX-License-Identifier: Apache-2.0
#include "terminology_verbs.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace curante::terminology {
namespace {

const verbs::Verb import_verb{
    "terminology import",
    "Replaces the code tables (ICD-9-CM, ATC, municipalities, exemptions, services)", "DIR"};

}  // namespace

verbs::VerbList TerminologyVerbs::on(const CallContext&, const verbs::List&) const {
  return {{import_verb}};
}

verbs::Outcome TerminologyVerbs::on(const CallContext& context, const verbs::Run& request) {
  if (request.words != import_verb.words || request.arguments.size() != 1 ||
      request.arguments[0].starts_with('-')) {
    return {2, fmt::format("usage: curante {} {}\n", import_verb.words, import_verb.usage)};
  }
  const auto directory = std::filesystem::path(request.directory) / request.arguments[0];
  const ImportReport report = service_.on(context, ImportTables{directory.string()});
  return {0, fmt::format("diagnoses       {}\natc             {}\nmunicipalities  {}\n"
                         "exemptions      {}\nservices        {}\ncatalogue       {}\n"
                         "details         {}\n",
                         report.diagnoses, report.atc, report.municipalities, report.exemptions,
                         report.services, report.catalogue, report.details)};
}

}  // namespace curante::terminology
