// SPDX-License-Identifier: Apache-2.0
#include "formulary_verbs.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace curante::formulary {
namespace {

const verbs::Verb import_verb{
    "formulary import",
    "Replaces the formulary with AIFA's lists and the practice's own (packs, groups, notes)",
    "DIR"};

}  // namespace

verbs::VerbList FormularyVerbs::on(const CallContext&, const verbs::List&) const {
  return {{import_verb}};
}

verbs::Outcome FormularyVerbs::on(const CallContext& context, const verbs::Run& request) {
  if (request.words != import_verb.words || request.arguments.size() != 1 ||
      request.arguments[0].starts_with('-')) {
    return {2, fmt::format("usage: curante {} {}\n", import_verb.words, import_verb.usage)};
  }
  const auto directory = std::filesystem::path(request.directory) / request.arguments[0];
  const ImportReport report = service_.on(context, ImportLists{directory.string()});
  return {0, fmt::format("packs   {}\ngroups  {}\nnotes   {}\n", report.drugs, report.groups,
                         report.notes)};
}

}  // namespace curante::formulary
