// SPDX-License-Identifier: Apache-2.0
#include "rule_table.hpp"

#include "judgement.hpp"

namespace curante::prescribing {
namespace {

const EmbeddedFile& package_of(EmbeddedFiles files) {
  for (const EmbeddedFile& file : files) {
    if (file.name.ends_with(".rules")) return file;
  }
  malformed("prescribing", 0, "nessun pacchetto di regole");
}

}  // namespace

RuleTable::RuleTable(EmbeddedFiles files) {
  const EmbeddedFile& package = package_of(files);
  set_ = read_rules(package.content, std::string(package.name));
}

Limit RuleTable::limit(std::string_view limit, const Circumstances& when) const {
  Facts facts;
  facts.today = when.day;
  facts.region = when.region;
  facts.draft.exemption = when.exemption;
  const Judgement judgement(*this, facts);
  return judgement.limit(judgement.limit_named(limit), judgement.draft());
}

bool RuleTable::exemption_is(std::string_view list, std::string_view code, Date day) const {
  for (const CodeList& it : set_.lists) {
    if (set_.list_names[it.name] == list && it.force.on(day, "") && it.holds(code)) return true;
  }
  return false;
}

}  // namespace curante::prescribing
