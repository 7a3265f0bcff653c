// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "findings.hpp"

namespace curante::prescribing {
namespace {

/// The same substance: the same pack, equivalence group, or ATC class at its fifth level (7 signs).
template <class Other>
bool same_substance(const formulary::Drug& drug, const Other& other) {
  if (!other.group_code.empty() && other.group_code == drug.group_code) return true;
  return drug.atc.size() == 7 && other.atc == drug.atc;
}

std::string italian(Date date) {
  const std::string iso = date.iso();
  return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

void judge_recent(const Facts& facts, const formulary::Drug& drug, const Limit& days, int32_t line,
                  Findings& out) {
  const RecentLine* newest = nullptr;
  for (const RecentLine& recent : facts.recent) {
    const bool same = recent.aic == drug.aic.value() || same_substance(drug, recent);
    if (!same || recent.issued.days + days.value < facts.today.days) continue;
    if (newest == nullptr || newest->issued < recent.issued) newest = &recent;
  }
  if (newest == nullptr) return;
  out.push_back(
      {Severity::info, "prescribed-lately", line,
       fmt::format("{} è già stato prescritto il {}", newest->drug_text, italian(newest->issued)),
       "controllare che al paziente serva davvero un'altra confezione", days.source});
}

void judge_therapies(const Facts& facts, const DraftLine& line, const formulary::Drug& drug,
                     int32_t number, Findings& out) {
  for (const chart::Therapy& therapy : facts.chart.therapies) {
    if (therapy.stopped_on && *therapy.stopped_on <= facts.today) continue;
    const bool renewed = therapy.id == line.therapy || therapy.aic == drug.aic.value();
    if (renewed || !same_substance(drug, therapy)) continue;
    out.push_back(
        {Severity::info, "running-therapy", number,
         fmt::format("il paziente prende già {} con la stessa sostanza", therapy.drug_text),
         "controllare se la nuova confezione sostituisce la terapia o la raddoppia",
         "terapie continuative della cartella"});
    return;
  }
}

/// A renewal of what the chart no longer has: stopped since the screen read it, or in another
/// window, or a line that strayed here from another patient.
void judge_renewal(const Facts& facts, const DraftLine& line, const formulary::Drug& drug,
                   int32_t number, Findings& out) {
  if (line.therapy.empty()) return;
  for (const chart::Therapy& therapy : facts.chart.therapies) {
    const bool ended = therapy.stopped_on && *therapy.stopped_on <= facts.today;
    if (therapy.id == line.therapy && !ended) return;
  }
  out.push_back(
      {Severity::confirm, "therapy-not-running", number,
       fmt::format("{} rinnova una terapia che in cartella non è in corso", drug.name),
       "controllare se la terapia è stata sospesa; per prescrivere comunque scrivere il motivo",
       "terapie continuative della cartella"});
}

}  // namespace

void judge_duplicates(const RuleTable& rules, const Facts& facts, Findings& out) {
  const Limit days = rules.limit("duplicate-days", circumstances(facts));
  for (size_t i = 0; i < facts.drugs.size(); ++i) {
    if (!facts.drugs[i].drug) continue;
    const formulary::Drug& drug = *facts.drugs[i].drug;
    for (size_t k = 0; k < i; ++k) {
      if (!facts.drugs[k].drug) continue;
      const formulary::Drug& earlier = *facts.drugs[k].drug;
      if (earlier.aic == drug.aic) {
        out.push_back({Severity::block, "same-pack-twice", line_number(i),
                       fmt::format("{} è già nella riga {}", drug_text(drug), k + 1),
                       "unire le due righe aumentando la quantità", ""});
      } else if (same_substance(drug, earlier)) {
        out.push_back({Severity::info, "same-substance-twice", line_number(i),
                       fmt::format("{} ha la stessa sostanza della riga {}", drug.name, k + 1),
                       "controllare che servano entrambi", ""});
      }
    }
    judge_renewal(facts, facts.draft.lines[i], drug, line_number(i), out);
    judge_recent(facts, drug, days, line_number(i), out);
    judge_therapies(facts, facts.draft.lines[i], drug, line_number(i), out);
  }
}

}  // namespace curante::prescribing
