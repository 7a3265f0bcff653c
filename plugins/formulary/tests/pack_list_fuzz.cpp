// SPDX-License-Identifier: Apache-2.0
// Rows of a complete list of packs: any octets may come.
#include <cstdlib>

#include "pack_list.hpp"

using namespace curante;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::string header =
      "aic,name,pack,active_substance,strength,form,units,atc,group_code,drug_class,price_cents,"
      "reference_price_cents,company\n";
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const auto drugs = formulary::read_pack_list(header + text, "f");
    std::map<std::string, std::string> groups;
    formulary::describe_groups(drugs, groups);
    for (const auto& drug : drugs) {
      const bool of_class_a = drug.drug_class == formulary::DrugClass::A;
      if (drug.aic.empty() || drug.price.cents < 0 || drug.units < 0) std::abort();
      if (!drug.group_code.empty() && (!of_class_a || !groups.count(drug.group_code))) std::abort();
    }
    if (formulary::merged(drugs, drugs).size() != drugs.size()) std::abort();
  } catch (const Error& e) {
    if (e.code() != "import-malformed") std::abort();
  }
  return 0;
}
