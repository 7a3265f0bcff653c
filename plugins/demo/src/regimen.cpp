// SPDX-License-Identifier: Apache-2.0
#include "regimen.hpp"

#include "word_lists.hpp"

namespace curante::demo {

std::vector<Regimen> regimens(
    const std::function<std::vector<formulary::Drug>(const std::string& substance)>& search) {
  std::vector<Regimen> out;
  for (const auto& row : table_rows("regimens.csv")) {
    for (const formulary::Drug& drug : search(row[3])) {
      if (drug.drug_class != formulary::DrugClass::A) continue;
      out.push_back({row[0], row[1], row[2], row[4], drug, std::stoi(row[5]), std::stoi(row[6]),
                     row.size() > 7 ? row[7] : ""});
      break;
    }
  }
  return out;
}

}  // namespace curante::demo
