// SPDX-License-Identifier: Apache-2.0
#include "operations/white_rules.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "built_in_tables.hpp"
#include "fiscal_code.hpp"
#include "local_time.hpp"
#include "table.hpp"

namespace sistema_ts {
namespace {

struct WhiteDrug {
  std::string drug_class;
  std::string repeat;
  bool narcotic = false;
  bool prescribable = true;
};

const WhiteDrug* known_drug(const std::string& code) {
  static const std::map<std::string, WhiteDrug> drugs = [] {
    std::map<std::string, WhiteDrug> all;
    for (const auto& cell : read_table(kWhiteDrugsTable, 5)) {
      all[cell[0]] = {cell[1], cell[2], cell[3] == "yes", cell[4] == "yes"};
    }
    return all;
  }();
  const auto found = drugs.find(code);
  return found == drugs.end() ? nullptr : &found->second;
}

void when(Outcomes& outcomes, const OutcomeTable& table, bool bad, std::string_view code,
          size_t row = 0) {
  if (bad) outcomes.push_back(table(code, row));
}

bool four_parts(const std::string& address) {
  return std::count(address.begin(), address.end(), '|') == 3;
}

void judge_row(Outcomes& outcomes, const OutcomeTable& table, const Fields& row, size_t number) {
  const auto say = [&](bool bad, std::string_view code) {
    when(outcomes, table, bad, code, number);
  };
  const std::string& drug = row["codProdPrest"];
  say(drug.empty() && row["codGruppoEquival"].empty(), "8005");
  say(!drug.empty() && !is_drug_code(drug), "8004");
  say(!drug.empty() && row["descrProdPrest"].empty(), "8020");
  say(row["nonSost"] == "1" && row["codMotivazNonSost"].empty(), "1157");
  const int packs = std::stoi(row["quantita"]);
  say(packs < 1, "8014");
  if (const WhiteDrug* known = known_drug(drug)) {
    say(known->narcotic, "1190");
    say(!known->prescribable, "1194");
    say(known->repeat == "?", "1208");
    say(known->drug_class == "H", "1219");
  }
}

bool mixes_repeats(const std::vector<Fields>& rows) {
  std::set<std::string> repeats;
  for (const auto& row : rows) {
    const WhiteDrug* known = known_drug(row["codProdPrest"]);
    if (known != nullptr && known->repeat != "?") repeats.insert(known->repeat);
  }
  return repeats.size() > 1;
}

}  // namespace

Outcomes judge_white(const Fields& header, const std::vector<Fields>& rows,
                     const std::string& patient, const Identity& caller,
                     const OutcomeTable& table) {
  Outcomes outcomes;
  const auto say = [&](bool bad, std::string_view code) { when(outcomes, table, bad, code); };
  say(header["cfMedico"] != caller.fiscal_code, "8017");
  say(!header["codRegione"].empty() && header["codRegione"] != caller.region, "8015");
  say(header["codSpecializzazione"] != caller.specialisation, "8016");
  say(!four_parts(header["indirMedico"]), "8027");
  say(!header["telefMedico"].starts_with("+39|"), "8028");
  say(!is_patient_code(patient), "8012");
  say(header["tipoPrescrizione"] != "F", "8009");
  say(!is_service_time(header["dataCompilazione"]), "8008");
  for (size_t i = 0; i < rows.size(); ++i) judge_row(outcomes, table, rows[i], i + 1);
  say(mixes_repeats(rows), "1185");
  return outcomes;
}

}  // namespace sistema_ts
