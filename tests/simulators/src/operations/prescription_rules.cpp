// SPDX-License-Identifier: Apache-2.0
#include "operations/prescription_rules.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "built_in_tables.hpp"
#include "fiscal_code.hpp"
#include "local_time.hpp"
#include "table.hpp"

namespace sistema_ts {
namespace {

constexpr size_t kRowsAtMost = 8;
constexpr std::string_view kRecipeKinds[] = {"EE", "UE", "NA", "ND", "NE", "NX", "ST"};
// Insured abroad: identified by their own block, not by a patient's code.
constexpr std::string_view kForeignKinds[] = {"EE", "UE", "NE", "NX"};
// The published test identities break the rule of the check letter and are accepted without a word.
constexpr std::string_view kTestPrefix = "PROVAX00X00X000";

template <typename Range>
bool contains(const Range& range, std::string_view value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

/// A field that says nothing.
bool blank(const std::string& value) {
  return value.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// A field that must be empty or one of the letters.
bool one_of(const std::string& value, std::string_view letters) {
  return value.empty() || (value.size() == 1 && letters.find(value[0]) != std::string_view::npos);
}

/// Of the Piano Nazionale Governo Liste d'Attesa, as far as this program knows.
bool of_pngla(const std::string& service) {
  static const std::set<std::string> codes = [] {
    std::set<std::string> all;
    for (const auto& cell : read_table(kPnglaServicesTable, 2)) all.insert(cell[0]);
    return all;
  }();
  return codes.contains(service);
}

/// Whether a service may say so many sessions: one to the most of its cycle, none of what is not
/// cyclic; of what this program does not know, any.
bool may_say(const std::string& service, const std::string& sessions) {
  static const std::map<std::string, int> most = [] {
    std::map<std::string, int> all;
    for (const auto& cell : read_table(kCyclesTable, 2)) all.emplace(cell[0], std::stoi(cell[1]));
    return all;
  }();
  const auto known = most.find(service);
  if (sessions.empty() || known == most.end()) return true;
  const int said = std::stoi(sessions);  // the message has one digit
  return said >= 1 && said <= known->second;
}

/// Collects outcomes of one row, or of the whole recipe.
class Findings {
 public:
  Findings(const OutcomeTable& table, size_t row = 0) : table_(table), row_(row) {}
  void when(bool bad, std::string_view code) {
    if (bad) outcomes_.push_back(table_(code, row_));
  }
  Outcomes take() { return std::move(outcomes_); }

 private:
  const OutcomeTable& table_;
  size_t row_;
  Outcomes outcomes_;
};

Outcomes judge_drug(const Fields& row, const OutcomeTable& table, size_t number) {
  Findings findings(table, number);
  const std::string& drug = row["codProdPrest"];
  findings.when(drug.empty() && row["codGruppoEquival"].empty(), "8005");
  findings.when(!drug.empty() && !is_drug_code(drug), "8004");
  findings.when(!drug.empty() && row["descrProdPrest"].empty(), "8020");
  findings.when(row["nonSost"] == "1" && row["codMotivazione"].empty(), "8006");
  findings.when(row["nonSost"] == "1" && drug.empty(), "8005");
  findings.when(
      !row["numsedute"].empty() || !row["codCatalogoPrescr"].empty() || !row["tipoAccesso"].empty(),
      "8026");
  return findings.take();
}

Outcomes judge_service(const Fields& row, const OutcomeTable& table, size_t number) {
  Findings findings(table, number);
  findings.when(row["codProdPrest"].empty(), "8005");
  findings.when(row["descrProdPrest"].empty(), "8020");
  findings.when(!row["numsedute"].empty() && row["quantita"] != "1", "8022");
  findings.when(!may_say(row["codProdPrest"], row["numsedute"]), "8031");
  findings.when(row["tipoAccesso"].empty() && of_pngla(row["codProdPrest"]), "8030");
  findings.when(
      !row["nonSost"].empty() || !row["notaProd"].empty() || !row["codGruppoEquival"].empty(),
      "8026");
  return findings.take();
}

void append(Outcomes& all, Outcomes more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

Outcomes judge_doctors(const Fields& header, const Identity& caller, const Identities& identities,
                       const OutcomeTable& table) {
  Findings findings(table);
  const std::string& holder_code = header["cfMedico1"];
  const std::string& substitute = header["cfMedico2"];
  if (substitute.empty()) {
    findings.when(holder_code != caller.fiscal_code, "8017");
  } else {
    findings.when(substitute != caller.fiscal_code, "1212");
  }
  const Identity* holder = identities.by_fiscal_code(holder_code);
  if (holder == nullptr || holder->substitute) {
    findings.when(true, "8018");
    return findings.take();
  }
  findings.when(header["codRegione"] != holder->region, "8015");
  findings.when(header["codASLAo"] != holder->local_health_units.front(), "1020");
  findings.when(header["codSpecializzazione"] != holder->specialisation, "8016");
  findings.when(!holder_code.starts_with(kTestPrefix) && !is_fiscal_code(holder_code), "1024");
  return findings.take();
}

Outcomes judge_header(const Fields& header, const std::string& patient, const OutcomeTable& table) {
  Findings findings(table);
  const std::string& kind = header["tipoPrescrizione"];
  const std::string& recipe_kind = header["tipoRic"];
  findings.when(!recipe_kind.empty() && !contains(kRecipeKinds, recipe_kind), "8023");
  const bool foreign = contains(kForeignKinds, recipe_kind);
  findings.when(!foreign && header["codiceAss"].empty(), "8024");
  findings.when(!header["codiceAss"].empty() && !is_patient_code(patient), "8012");
  findings.when(kind != "F" && kind != "P", "8009");
  findings.when(
      kind == "P" && blank(header["codDiagnosi"]) && blank(header["descrizioneDiagnosi"]),
      "1233");
  const bool exempt = !header["codEsenzione"].empty() || header["reddito"] == "1";
  findings.when(exempt == (header["nonEsente"] == "1"), "8013");
  findings.when(!is_service_time(header["dataCompilazione"]), "8008");
  findings.when(header["tipoVisita"] != "A" && header["tipoVisita"] != "D", "8010");
  findings.when(header["provAssistito"].empty() != header["aslAssistito"].empty(), "8011");
  findings.when(!one_of(header["classePriorita"], "UBDP"), "8021");
  return findings.take();
}

Outcomes judge_rows(const std::string& kind, const std::vector<Fields>& rows,
                    const OutcomeTable& table) {
  Outcomes outcomes;
  if (rows.size() > kRowsAtMost) outcomes.push_back(table("8019"));
  size_t number = 0;
  for (const auto& row : rows) {
    ++number;
    append(outcomes,
           kind == "F" ? judge_drug(row, table, number) : judge_service(row, table, number));
    Findings findings(table, number);
    findings.when(row["quantita"] == "0", "8014");
    findings.when(!row["testoLibero"].empty(), "8007");
    append(outcomes, findings.take());
  }
  return outcomes;
}

}  // namespace sistema_ts
