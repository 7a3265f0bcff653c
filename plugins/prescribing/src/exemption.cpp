// SPDX-License-Identifier: Apache-2.0
#include "exemption.hpp"

#include <algorithm>

namespace curante::prescribing {
namespace {

bool counts(const chart::Exemption& held, Date today) {
  const bool begun = !held.valid_from || *held.valid_from <= today;
  return begun && (!held.valid_to || today <= *held.valid_to);
}

std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

/// A service or a drug that the SSN pays, unless the doctor says otherwise.
bool paid_by_ssn(const Facts& facts, size_t index) {
  const DraftLine& line = facts.draft.lines[index];
  if (line.kind == LineKind::service) {
    return facts.services.at(index).service.has_value() && !line.white;
  }
  const auto& drug = facts.drugs.at(index).drug;
  return drug && drug->drug_class == formulary::DrugClass::A && !line.white;
}

}  // namespace

bool exemption_held(const Facts& facts, const std::string& code, bool valid_today) {
  const auto& all = facts.chart.patient.exemptions;
  return std::any_of(all.begin(), all.end(), [&](const chart::Exemption& held) {
    return held.code == code && (!valid_today || counts(held, facts.today));
  });
}

std::string valid_exemptions(const Facts& facts) {
  std::vector<std::string> codes;
  for (const chart::Exemption& held : facts.chart.patient.exemptions) {
    const bool known = std::find(codes.begin(), codes.end(), held.code) != codes.end();
    if (counts(held, facts.today) && !known) codes.push_back(held.code);
  }
  return listed(codes);
}

std::string exemption_words(const std::string& code) {
  return code.empty() ? "senza esenzione" : "con l'esenzione " + code;
}

std::string unexempt_lines(const Facts& facts) {
  std::vector<std::string> numbers;
  for (size_t i = 0; i < facts.draft.lines.size(); ++i) {
    if (!exemption_of(facts.draft, facts.draft.lines[i]).empty() || !paid_by_ssn(facts, i))
      continue;
    numbers.push_back(std::to_string(i + 1));
  }
  if (numbers.empty()) return "";
  return (numbers.size() == 1 ? "riga " : "righe ") + listed(numbers);
}

}  // namespace curante::prescribing
