// SPDX-License-Identifier: Apache-2.0
#include "named_facts.hpp"

#include <algorithm>
#include <cctype>

#include "draft_texts.hpp"
#include "exemption.hpp"
#include "margins.hpp"
#include "therapy_days.hpp"
#include "unknown_branches.hpp"

namespace curante::prescribing {
namespace {

using Scope = const LineScope&;

Value text(std::string value) {
  return {0, std::move(value)};
}
Value number(int64_t value) {
  return {value, {}};
}
const formulary::Drug& drug_of(Scope it) {
  static const formulary::Drug none;
  return it.drug ? *it.drug : none;
}
const terminology::OutpatientService& service_of(Scope it) {
  static const terminology::OutpatientService none;
  return it.service ? *it.service : none;
}
const recipe_transmitter::ForeignCover& cover_of(Scope it) {
  static const recipe_transmitter::ForeignCover none;
  return it.facts.draft.foreign ? *it.facts.draft.foreign : none;
}

/// As a recipe prints it.
std::string italian(Date date) {
  const std::string iso = date.iso();
  return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}
int64_t characters(const std::string& utf8) {
  return std::count_if(utf8.begin(), utf8.end(), [](unsigned char octet) {
    return (octet & 0xC0) != 0x80;  // continues a character
  });
}
std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}
/// At the charge of the SSN.
int64_t services_in(const Draft& draft) {
  return std::count_if(draft.lines.begin(), draft.lines.end(), [](const DraftLine& line) {
    return line.kind == LineKind::service && !line.white;
  });
}
int64_t longest_lea(const DraftLine& line) {
  return std::max({characters(line.lea_note), characters(line.lea_condition),
                   characters(line.lea_appropriateness), characters(line.lea_pathology)});
}
/// As kept_service() writes it: what was chosen, else the service's only one.
const std::string& catalogue_code(const Facts& facts, size_t index) {
  const std::string& chosen = facts.draft.lines[index].catalogue_code;
  return chosen.empty() ? facts.services[index].service->catalogue_code : chosen;
}
/// An earlier line with the same service, also by its code in the region's catalogue; 0: none.
int64_t same_service_line(Scope it) {
  for (size_t k = 0; it.service && k < it.index; ++k) {
    const auto& earlier = it.facts.services[k].service;
    const bool same = earlier && earlier->code == it.service->code &&
                      catalogue_code(it.facts, k) == catalogue_code(it.facts, it.index);
    if (same) return static_cast<int64_t>(k) + 1;
  }
  return 0;
}
std::string note_conditions(const formulary::Drug& drug) {
  std::string all;
  for (const auto& note : drug.notes) {
    all += (all.empty() ? "" : "; ") + note.code;
    if (!note.condition.empty()) all += ": " + note.condition;
  }
  return all;
}
std::string note_codes(const formulary::Drug& drug) {
  std::string all;
  for (const auto& note : drug.notes) all += (all.empty() ? "" : ", ") + note.code;
  return all;
}
bool has_note(const formulary::Drug& drug, const std::string& code) {
  return std::any_of(drug.notes.begin(), drug.notes.end(),
                     [&](const auto& note) { return note.code == code; });
}
std::string class_of(const formulary::Drug& drug) {
  const auto is = drug.drug_class;
  return is == formulary::DrugClass::A ? "A" : is == formulary::DrugClass::C ? "C" : "H";
}

const std::string& exemption_of(Scope it) {
  return exemption_of(it.facts.draft, it.line);
}
/// Null: the plan is on no earlier recipe.
const Date* plan_since(Scope it) {
  const auto found = it.facts.plans.find(it.line.therapeutic_plan);
  return found == it.facts.plans.end() ? nullptr : &found->second;
}
bool held_of_draft(Scope it, bool valid_today) {
  return exemption_held(it.facts, it.facts.draft.exemption, valid_today);
}
bool held_of_line(Scope it, bool valid_today) {
  return exemption_held(it.facts, exemption_of(it), valid_today);
}
/// What says something in a list of KEY=VALUE; pairs without breaking it: letters, digits and a few
/// signs.
bool fits_header(const std::string& text) {
  const auto says = [](unsigned char c) { return std::isalnum(c) != 0; };
  return std::any_of(text.begin(), text.end(), says) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 ||
                  std::string_view(" /-_.").find(c) != std::string_view::npos;
         });
}
bool on_or_before_today(const std::optional<Date>& day, Scope it) {
  return day && *day <= it.facts.today;
}

/// When the same pack was prescribed that is of today or not settled; empty: none is.
std::string same_pack_when(Scope it) {
  const RecentLine* other = it.history.same_pack;
  if (other == nullptr) return "";
  const bool today = other->issued == it.facts.today;
  return (today ? "oggi" : "il " + italian(other->issued)) +
         (other->unsettled ? ", e l'esito non si sa ancora" : "");
}

constexpr auto flag = FactKind::flag;
constexpr auto count = FactKind::number;
constexpr auto words = FactKind::text;

const NamedFact all[] = {
    {"draft.lines", count, [](Scope it) { return number(ssize(it.facts.draft.lines)); }},
    {"draft.services", count, [](Scope it) { return number(services_in(it.facts.draft)); }},
    {"draft.unknown_branches", words, [](Scope it) { return text(it.unknown_branches); }},
    {"draft.exemption", words, [](Scope it) { return text(it.facts.draft.exemption); }},
    {"draft.exemption_held", flag, [](Scope it) { return number(held_of_draft(it, false)); }},
    {"draft.exemption_valid", flag, [](Scope it) { return number(held_of_draft(it, true)); }},
    {"draft.unexempt_lines", words, [](Scope it) { return text(it.unexempt); }},
    {"draft.diagnosis_code", words, [](Scope it) { return text(it.facts.draft.diagnosis_code); }},
    {"draft.diagnosis_text", words, [](Scope it) { return text(it.facts.draft.diagnosis_text); }},
    {"draft.diagnosis_length", count,
     [](Scope it) { return number(characters(it.facts.draft.diagnosis_text)); }},
    {"draft.diagnosis_code_fits", flag,
     [](Scope it) { return number(fits_icd9(it.facts.draft.diagnosis_code)); }},
    {"draft.diagnosis_unlisted", flag,
     [](Scope it) { return number(it.facts.diagnosis_unlisted); }},
    {"draft.unreadable", words, [](Scope it) { return text(unreadable_texts(it.facts.draft)); }},
    {"draft.home_visit", flag, [](Scope it) { return number(it.facts.draft.home_visit); }},
    {"draft.obscured", flag, [](Scope it) { return number(it.facts.draft.obscured); }},
    {"draft.suggested", flag, [](Scope it) { return number(it.facts.draft.suggested); }},
    {"draft.hospital_stay", flag, [](Scope it) { return number(it.facts.draft.hospital_stay); }},
    {"draft.on_paper", flag, [](Scope it) { return number(it.facts.draft.on_paper); }},
    {"draft.patient_kind", words, [](Scope it) { return text(it.facts.draft.patient_kind); }},
    {"draft.sasn_card", words, [](Scope it) { return text(it.facts.draft.sasn_card); }},
    {"draft.sasn_company", words, [](Scope it) { return text(it.facts.draft.sasn_company); }},
    {"foreign.given", flag, [](Scope it) { return number(it.facts.draft.foreign.has_value()); }},
    {"foreign.state", words, [](Scope it) { return text(cover_of(it).state); }},
    {"foreign.state_fits", flag, [](Scope it) { return number(fits_state(cover_of(it).state)); }},
    {"foreign.institution", words, [](Scope it) { return text(cover_of(it).institution); }},
    {"foreign.personal_number", words, [](Scope it) { return text(cover_of(it).personal_number); }},
    {"foreign.card_number", words, [](Scope it) { return text(cover_of(it).card_number); }},
    {"foreign.birth_date", flag,
     [](Scope it) { return number(cover_of(it).birth_date.has_value()); }},
    {"foreign.card_until", flag,
     [](Scope it) { return number(cover_of(it).card_until.has_value()); }},
    {"foreign.card_expired", flag,
     [](Scope it) {
       const auto& until = cover_of(it).card_until;
       return number(until && *until < it.facts.today);
     }},
    {"channel.takes_white", flag, [](Scope it) { return number(it.facts.takes_white); }},
    {"patient.code", words,
     [](Scope it) { return text(it.facts.chart.patient.fiscal_code.value()); }},
    {"patient.revoked", flag,
     [](Scope it) { return number(on_or_before_today(it.facts.chart.patient.revoked_on, it)); }},
    {"patient.revoked_on", words,
     [](Scope it) {
       const auto& day = it.facts.chart.patient.revoked_on;
       return text(day ? italian(*day) : "");
     }},
    {"patient.street", words, [](Scope it) { return text(it.facts.chart.patient.address.street); }},
    {"patient.municipality", words,
     [](Scope it) { return text(it.facts.chart.patient.address.municipality); }},
    {"patient.asl", words, [](Scope it) { return text(it.facts.chart.patient.asl_code); }},
    {"patient.valid_exemptions", words, [](Scope it) { return text(it.valid_exemptions); }},
    {"patient.uncompared_allergies", words, [](Scope it) { return text(it.uncompared); }},
    {"doctor.phone", words, [](Scope it) { return text(it.facts.doctor_phone); }},
    {"doctor.address", words, [](Scope it) { return text(it.facts.doctor_address); }},
    {"doctor.known", flag, [](Scope it) { return number(it.facts.doctor_known); }},
    {"doctor.register", words, [](Scope it) { return text(it.facts.doctor_register); }},
    {"line.number", count, [](Scope it) { return number(static_cast<int64_t>(it.index) + 1); }},
    {"line.is_drug", flag, [](Scope it) { return number(it.line.kind == LineKind::drug); }},
    {"line.is_service", flag, [](Scope it) { return number(it.line.kind == LineKind::service); }},
    {"line.known", flag, [](Scope it) { return number(it.drug || it.service); }},
    {"line.quantity", count, [](Scope it) { return number(it.line.quantity); }},
    {"line.exemption", words, [](Scope it) { return text(exemption_of(it)); }},
    {"line.own_exemption", flag, [](Scope it) { return number(it.line.exemption.has_value()); }},
    {"line.exemption_held", flag, [](Scope it) { return number(held_of_line(it, false)); }},
    {"line.exemption_valid", flag, [](Scope it) { return number(held_of_line(it, true)); }},
    {"line.exemption_words", words,
     [](Scope it) { return text(exemption_words(exemption_of(it))); }},
    {"line.posology_length", count,
     [](Scope it) { return number(characters(without_margins(it.line.posology))); }},
    {"line.notes_length", count, [](Scope it) { return number(characters(without_margins(it.line.notes))); }},
    {"line.unreadable", words, [](Scope it) { return text(unreadable_texts(it.line)); }},
    {"line.days", count,
     [](Scope it) {
       return number(therapy_days(it.line.posology, drug_of(it).units, it.line.quantity));
     }},
    {"line.pack_days", count,
     [](Scope it) { return number(therapy_days(it.line.posology, drug_of(it).units, 1)); }},
    {"line.used_days", count, [](Scope it) { return number(it.history.used_days); }},
    {"line.note", words, [](Scope it) { return text(it.line.aifa_note); }},
    {"line.note_fits", flag,
     [](Scope it) { return number(has_note(drug_of(it), it.line.aifa_note)); }},
    {"line.not_replaceable", flag, [](Scope it) { return number(it.line.not_replaceable); }},
    {"line.not_replaceable_reason", words,
     [](Scope it) { return text(it.line.not_replaceable_reason_code); }},
    {"line.plan", words, [](Scope it) { return text(it.line.therapeutic_plan); }},
    {"line.plan_length", count,
     [](Scope it) { return number(characters(it.line.therapeutic_plan)); }},
    {"line.plan_since", words,
     [](Scope it) {
       const Date* since = plan_since(it);
       return text(since ? italian(*since) : "");
     }},
    {"line.plan_days", count,
     [](Scope it) {
       const Date* since = plan_since(it);
       return number(since ? it.facts.today.days - since->days : 0);
     }},
    {"line.plan_fits", flag,
     [](Scope it) { return number(fits_header(it.line.therapeutic_plan)); }},
    {"line.white", flag, [](Scope it) { return number(it.line.white); }},
    {"line.repeatable", flag, [](Scope it) { return number(it.line.repeatable); }},
    {"line.one_pack_only", flag, [](Scope it) { return number(it.line.one_pack_only); }},
    {"line.priority", words, [](Scope it) { return text(it.line.priority); }},
    {"line.sessions", count, [](Scope it) { return number(it.line.sessions); }},
    {"line.first_access", flag, [](Scope it) { return number(it.line.first_access); }},
    {"line.other_access", flag, [](Scope it) { return number(it.line.other_access); }},
    {"line.longest_lea", count, [](Scope it) { return number(longest_lea(it.line)); }},
    {"line.televisit", flag, [](Scope it) { return number(it.line.televisit); }},
    {"drug.name", words, [](Scope it) { return text(drug_of(it).name); }},
    {"drug.pack", words, [](Scope it) { return text(drug_of(it).pack); }},
    {"drug.class", words, [](Scope it) { return text(it.drug ? class_of(*it.drug) : ""); }},
    {"drug.atc", words, [](Scope it) { return text(drug_of(it).atc); }},
    {"drug.form", words, [](Scope it) { return text(drug_of(it).form); }},
    {"drug.units", count, [](Scope it) { return number(drug_of(it).units); }},
    {"drug.group", words, [](Scope it) { return text(drug_of(it).group_code); }},
    {"drug.notes", words, [](Scope it) { return text(note_codes(drug_of(it))); }},
    {"drug.note_conditions", words, [](Scope it) { return text(note_conditions(drug_of(it))); }},
    {"drug.same_pack_line", count, [](Scope it) { return number(it.history.same_pack_line); }},
    {"drug.same_pack_when", words, [](Scope it) { return text(same_pack_when(it)); }},
    {"drug.same_substance_line", count,
     [](Scope it) { return number(it.history.same_substance_line); }},
    {"drug.recent", words,
     [](Scope it) { return text(it.history.newest ? it.history.newest->drug_text : ""); }},
    {"drug.recent_on", words,
     [](Scope it) { return text(it.history.newest ? italian(it.history.newest->issued) : ""); }},
    {"drug.recent_days", count,
     [](Scope it) {
       const RecentLine* newest = it.history.newest;
       return number(newest ? it.facts.today.days - newest->issued.days : 0);
     }},
    {"drug.running_therapy", words,
     [](Scope it) { return text(it.history.running ? it.history.running->drug_text : ""); }},
    {"drug.has_running_therapy", flag,
     [](Scope it) { return number(it.history.running != nullptr); }},
    {"drug.has_recent", flag, [](Scope it) { return number(it.history.newest != nullptr); }},
    {"drug.renews_ended", flag, [](Scope it) { return number(it.history.renews_ended); }},
    {"drug.allergy", words, [](Scope it) { return text(it.allergies.allergy); }},
    {"drug.severe_allergy", words, [](Scope it) { return text(it.allergies.severe_allergy); }},
    {"drug.intolerance", words, [](Scope it) { return text(it.allergies.intolerance); }},
    {"drug.severe_intolerance", words,
     [](Scope it) { return text(it.allergies.severe_intolerance); }},
    {"service.name", words, [](Scope it) { return text(service_of(it).text); }},
    {"service.code", words, [](Scope it) { return text(service_of(it).code); }},
    {"service.branches", words, [](Scope it) { return text(joined(service_of(it).branches)); }},
    {"service.cyclic", flag, [](Scope it) { return number(service_of(it).cyclic); }},
    {"service.cycle_sessions", count,
     [](Scope it) { return number(service_of(it).cycle_sessions); }},
    {"service.priority_required", flag,
     [](Scope it) { return number(service_of(it).priority_required); }},
    {"service.priority_known", flag,
     [](Scope it) { return number(service_of(it).priority_known); }},
    {"service.same_line", count, [](Scope it) { return number(same_service_line(it)); }},
    {"service.note", words, [](Scope it) { return text(service_of(it).note); }},
};

Values read_all(Scope scope) {
  Values values;
  values.reserve(std::size(all) + 32);
  for (const NamedFact& fact : all) values.push_back(fact.read(scope));
  return values;
}

}  // namespace

std::span<const NamedFact> named_facts() {
  return all;
}

Values draft_values(const Facts& facts, const Allergens& allergens) {
  DraftLine none;
  none.quantity = 0;
  LineScope scope{.facts = facts, .line = none};
  scope.uncompared = uncompared_allergies(facts, allergens);
  scope.unexempt = unexempt_lines(facts);
  scope.unknown_branches = unknown_branches(facts);
  scope.valid_exemptions = valid_exemptions(facts);
  return read_all(scope);
}

Values line_values(const Facts& facts, const Allergens& allergens, size_t index) {
  LineScope scope{.facts = facts, .line = facts.draft.lines.at(index)};
  scope.index = index;
  if (index < facts.drugs.size() && facts.drugs[index].drug) {
    scope.drug = &*facts.drugs[index].drug;
    scope.history = substance_history(facts, index);
    scope.allergies = allergies_to(facts, allergens, *scope.drug);
  }
  if (index < facts.services.size() && facts.services[index].service) {
    scope.service = &*facts.services[index].service;
  }
  return read_all(scope);
}

}  // namespace curante::prescribing
