// SPDX-License-Identifier: Apache-2.0
// Rows of a transparency list and of the note list: any octets may come.
#include <cstdlib>

#include "pack_text.hpp"
#include "published_lists.hpp"

using namespace curante;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::string header =
      "aic,denominazione,confezione,titolare,atc,principio_attivo,confezione_riferimento,gruppo,"
      "prezzo_rif_ssn_eur,prezzo_pubblico_eur\n";
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    std::map<std::string, std::string> groups;
    for (const auto& drug : formulary::read_transparency_list(header + text, "f", groups)) {
      if (drug.aic.empty() || drug.price.cents < 0 || !groups.count(drug.group_code)) std::abort();
    }
  } catch (const Error& e) {
    if (e.code() != "import-malformed") std::abort();
  }
  try {
    const formulary::NoteTable ours;
    formulary::NoteTable::published({"nota,farmaci_in_nota\n" + text, "f"}, ours);
  } catch (const Error& e) {
    if (e.code() != "import-malformed") std::abort();
  }
  formulary::read_pack_text(text);
  if (formulary::read_units(text) < 0) std::abort();
  return 0;
}
