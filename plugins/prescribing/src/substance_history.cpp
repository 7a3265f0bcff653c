// SPDX-License-Identifier: Apache-2.0
#include "substance_history.hpp"

#include <algorithm>

namespace curante::prescribing {
namespace {

/// Longer without a recipe, and the drug was left off: the most that is discussed for one recipe is
/// 180 days, and a month for who comes late.
constexpr int32_t longest_pause = 210;

/// The same substance: the same pack, equivalence group, or ATC class at its fifth level (7 signs).
template <class Other>
bool same_substance(const formulary::Drug& drug, const Other& other) {
  if (!other.group_code.empty() && other.group_code == drug.group_code) return true;
  return drug.atc.size() == 7 && other.atc == drug.atc;
}

bool has_ended(const chart::Therapy& therapy, Date today) {
  return therapy.stopped_on && *therapy.stopped_on <= today;
}

void look_at_therapies(const Facts& facts, const DraftLine& line, const formulary::Drug& drug,
                       SubstanceHistory& history) {
  // A renewal of what the chart no longer has: stopped since the screen read it, or in another
  // window, or a line that strayed here from another patient.
  history.renews_ended = !line.therapy.empty();
  for (const chart::Therapy& therapy : facts.chart.therapies) {
    if (has_ended(therapy, facts.today)) continue;
    if (therapy.id == line.therapy) history.renews_ended = false;
    const bool renewed = therapy.id == line.therapy || therapy.aic == drug.aic.value();
    if (!renewed && history.running == nullptr && same_substance(drug, therapy)) {
      history.running = &therapy;
    }
  }
}

/// By the therapies that the chart has running: this one, of the same pack, or of the same
/// substance.
int32_t used_by_chart(const Facts& facts, const DraftLine& line, const formulary::Drug& drug) {
  int32_t most = 0;
  for (const chart::Therapy& therapy : facts.chart.therapies) {
    if (!therapy.started_on || has_ended(therapy, facts.today)) continue;
    const bool same = (!line.therapy.empty() && therapy.id == line.therapy) ||
                      therapy.aic == drug.aic.value() || same_substance(drug, therapy);
    if (same) most = std::max(most, facts.today.days - therapy.started_on->days);
  }
  return most;
}

/// By the recipes, from today back to the first pause; one recipe alone proves no use.
int32_t used_by_recipes(const Facts& facts, const formulary::Drug& drug) {
  std::vector<int32_t> ago;
  for (const RecentLine& it : facts.last_year) {
    const bool same = it.aic == drug.aic.value() || same_substance(drug, it);
    if (same) ago.push_back(facts.today.days - it.issued.days);
  }
  std::sort(ago.begin(), ago.end());
  ago.erase(std::unique(ago.begin(), ago.end()), ago.end());
  int32_t used = 0;
  size_t recipes = 0;
  for (const int32_t days : ago) {
    if (days - used > longest_pause) break;
    used = days;
    ++recipes;
  }
  return recipes > 1 ? used : 0;
}

}  // namespace

SubstanceHistory substance_history(const Facts& facts, size_t index) {
  SubstanceHistory history;
  const formulary::Drug& drug = *facts.drugs.at(index).drug;
  for (size_t k = 0; k < index; ++k) {
    if (!facts.drugs[k].drug) continue;
    const formulary::Drug& earlier = *facts.drugs[k].drug;
    const bool same_pack = earlier.aic == drug.aic;
    if (!same_pack && !same_substance(drug, earlier)) continue;
    (same_pack ? history.same_pack_line : history.same_substance_line) =
        static_cast<int32_t>(k + 1);
  }
  for (const RecentLine& recent : facts.recent) {
    const bool same = recent.aic == drug.aic.value() || same_substance(drug, recent);
    if (same && (history.newest == nullptr || history.newest->issued < recent.issued)) {
      history.newest = &recent;
    }
    const bool today = recent.issued == facts.today;
    if (recent.aic == drug.aic.value() && (today || recent.unsettled) &&
        (history.same_pack == nullptr || history.same_pack->issued < recent.issued)) {
      history.same_pack = &recent;
    }
  }
  const DraftLine& line = facts.draft.lines.at(index);
  look_at_therapies(facts, line, drug, history);
  history.used_days = std::max(used_by_chart(facts, line, drug), used_by_recipes(facts, drug));
  return history;
}

}  // namespace curante::prescribing
