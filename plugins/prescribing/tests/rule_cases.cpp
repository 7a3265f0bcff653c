// SPDX-License-Identifier: Apache-2.0
#include "rule_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>

#include "assessor.hpp"
#include "draft_texts.hpp"
#include "judgement.hpp"
#include "recipe_split.hpp"

namespace curante::prescribing {
namespace {

const Id therapy_id{"44444444-4444-4444-8444-444444444444"};

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::vector<std::string> split_at(const std::string& text, char between) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, between);) parts.push_back(trimmed(part));
  return parts;
}

formulary::Drug named_drug(const std::string& name) {
  const std::map<std::string, formulary::Drug> known{{"aspirin", sample::aspirin()},
                                                     {"amoxicillin", sample::amoxicillin()},
                                                     {"ceftriaxone", sample::ceftriaxone_vial()},
                                                     {"statin", sample::statin()}};
  return known.at(name);
}

recipe_transmitter::ForeignCover whole_cover() {
  recipe_transmitter::ForeignCover cover;
  cover.state = "DE";
  cover.institution = "109519005";
  cover.personal_number = "T123456789";
  cover.card_number = "80276881090000000001";
  cover.birth_date = Date::parse("1980-05-01");
  cover.card_until = Date::parse("2027-12-31");
  return cover;
}

using Change = std::function<void(Facts&, const std::string&)>;

DraftLine& line(Facts& facts) {
  return facts.draft.lines.back();
}
formulary::Drug& drug(Facts& facts) {
  return *facts.drugs.back().drug;
}
/// Of so many sessions at most; empty: nobody says.
void make_cyclic(terminology::OutpatientService& service, const std::string& sessions) {
  service.cyclic = true;
  service.cycle_sessions = sessions.empty() ? 0 : std::stoi(sessions);
}
terminology::OutpatientService& service(Facts& facts) {
  return *facts.services.back().service;
}

const std::map<std::string, Change>& draft_changes() {
  static const std::map<std::string, Change> all{
      {"today", [](Facts& f, auto& v) { f.today = Date::parse(v); }},
      {"region", [](Facts& f, auto& v) { f.region = v; }},
      {"exemption",
       [](Facts& f, auto& v) {
         f.draft.exemption = v;
         f.chart.patient.exemptions = sample::facts().chart.patient.exemptions;
       }},
      {"held",
       [](Facts& f, auto& v) {
         f.chart.patient.exemptions.push_back({v, std::nullopt, std::nullopt});
       }},
      {"diagnosis_code", [](Facts& f, auto& v) { f.draft.diagnosis_code = v; }},
      {"question", [](Facts& f, auto& v) { f.draft.diagnosis_text = v; }},
      {"question_length",
       [](Facts& f, auto& v) { f.draft.diagnosis_text.assign(std::stoul(v), 'x'); }},
      {"control",
       [](Facts& f, auto& v) { (v == "card" ? f.draft.sasn_card : f.draft.diagnosis_text) = "\x02"; }},
      {"unlisted", [](Facts& f, auto&) { f.diagnosis_unlisted = true; }},
      {"without_register", [](Facts& f, auto&) { f.doctor_register = ""; }},
      {"without_doctor",
       [](Facts& f, auto&) {
         f.doctor_known = false;
         f.doctor_register = f.doctor_phone = f.doctor_address = "";
       }},
      {"without_phone", [](Facts& f, auto&) { f.doctor_phone = ""; }},
      {"without_practice", [](Facts& f, auto&) { f.doctor_address = ""; }},
      {"home", [](Facts& f, auto&) { f.draft.home_visit = true; }},
      {"obscured", [](Facts& f, auto&) { f.draft.obscured = true; }},
      {"no_white_service", [](Facts& f, auto&) { f.takes_white = false; }},
      {"paper", [](Facts& f, auto&) { f.draft.on_paper = true; }},
      {"suggested", [](Facts& f, auto&) { f.draft.suggested = true; }},
      {"stay", [](Facts& f, auto&) { f.draft.hospital_stay = true; }},
      {"kind", [](Facts& f, auto& v) { f.draft.patient_kind = v; }},
      {"card", [](Facts& f, auto& v) { f.draft.sasn_card = v; }},
      {"company", [](Facts& f, auto& v) { f.draft.sasn_company = v; }},
      {"cover", [](Facts& f, auto&) { f.draft.foreign = whole_cover(); }},
      {"without_state", [](Facts& f, auto&) { f.draft.foreign->state = ""; }},
      {"state", [](Facts& f, auto& v) { f.draft.foreign->state = v; }},
      {"personal_number", [](Facts& f, auto& v) { f.draft.foreign->personal_number = v; }},
      {"without_dates", [](Facts& f, auto&) { f.draft.foreign->birth_date.reset(); }},
      {"cover_until", [](Facts& f, auto& v) { f.draft.foreign->card_until = Date::parse(v); }},
      {"revoked", [](Facts& f, auto& v) { f.chart.patient.revoked_on = Date::parse(v); }},
      {"code", [](Facts& f, auto& v) { f.chart.patient.fiscal_code = FiscalCode(v); }},
      {"without_code", [](Facts& f, auto&) { f.chart.patient.fiscal_code = FiscalCode(); }},
      {"without_address", [](Facts& f, auto&) { f.chart.patient.address = {}; }},
      {"without_asl", [](Facts& f, auto&) { f.chart.patient.asl_code = ""; }},
      {"allergy", [](Facts& f, auto& v) { f.chart.allergies.emplace_back().substance = v; }},
      {"severe", [](Facts& f, auto&) { f.chart.allergies.back().severe = true; }},
      {"intolerance",
       [](Facts& f, auto& v) {
         f.chart.allergies.emplace_back().substance = v;
         f.chart.allergies.back().kind = chart::AllergyKind::intolerance;
       }},
  };
  return all;
}

/// What a service says besides its quantity.
const std::map<std::string, Change>& service_changes() {
  static const std::map<std::string, Change> all{
      {"priority", [](Facts& f, auto& v) { line(f).priority = v; }},
      {"first", [](Facts& f, auto&) { line(f).first_access = true; }},
      {"later", [](Facts& f, auto&) { line(f).other_access = true; }},
      {"notes_length", [](Facts& f, auto& v) { line(f).notes.assign(std::stoul(v), 'x'); }},
      {"notes_control", [](Facts& f, auto&) { line(f).notes = "a\x1b"; }},
      {"lea", [](Facts& f, auto& v) { line(f).lea_note = v; }},
      {"lea_condition", [](Facts& f, auto& v) { line(f).lea_condition = v; }},
      {"lea_why", [](Facts& f, auto& v) { line(f).lea_appropriateness = v; }},
      {"lea_pathology", [](Facts& f, auto& v) { line(f).lea_pathology = v; }},
  };
  return all;
}

/// What the patient has had of a drug before.
const std::map<std::string, Change>& history_changes() {
  static const std::map<std::string, Change> all{
      {"recent",
       [](Facts& f, auto& v) {
         f.recent.push_back({drug(f).aic.value(), drug(f).atc, drug(f).group_code, "ALTRO",
                             Date{f.today.days - std::stoi(v)}});
       }},
      {"taken",
       [](Facts& f, auto& v) {
         f.last_year.push_back({drug(f).aic.value(), drug(f).atc, drug(f).group_code, "ALTRO",
                                Date{f.today.days - std::stoi(v)}});
       }},
      {"began",
       [](Facts& f, auto& v) {
         f.chart.therapies.back().started_on = Date{f.today.days - std::stoi(v)};
       }},
      {"unsettled", [](Facts& f, auto&) { f.recent.back().unsettled = true; }},
      {"renews", [](Facts& f, auto&) { line(f).therapy = therapy_id; }},
      {"running",
       [](Facts& f, auto& v) {
         chart::Therapy& therapy = f.chart.therapies.emplace_back();
         therapy.id = therapy_id;
         therapy.atc = v;
       }},
      {"stopped", [](Facts& f, auto& v) { f.chart.therapies.back().stopped_on = Date::parse(v); }},
  };
  return all;
}

const std::map<std::string, Change>& line_changes() {
  static const std::map<std::string, Change> all{
      {"n", [](Facts& f, auto& v) { line(f).quantity = std::stoi(v); }},
      {"posology", [](Facts& f, auto& v) { line(f).posology = v; }},
      {"posology_length", [](Facts& f, auto& v) { line(f).posology.assign(std::stoul(v), 'x'); }},
      {"note", [](Facts& f, auto& v) { line(f).aifa_note = v; }},
      {"own", [](Facts& f, auto& v) { line(f).exemption = v; }},
      {"plan_used",
       [](Facts& f, auto& v) {
         f.plans[line(f).therapeutic_plan] = Date{f.today.days - std::stoi(v)};
       }},
      {"plan_length",
       [](Facts& f, auto& v) { line(f).therapeutic_plan.assign(std::stoul(v), '7'); }},
      {"plan", [](Facts& f, auto& v) { line(f).therapeutic_plan = v; }},
      {"white", [](Facts& f, auto&) { line(f).white = true; }},
      {"rnr", [](Facts& f, auto&) { line(f).repeatable = false; }},
      {"one", [](Facts& f, auto&) { line(f).one_pack_only = true; }},
      {"not_replaceable", [](Facts& f, auto&) { line(f).not_replaceable = true; }},
      {"why", [](Facts& f, auto& v) { line(f).not_replaceable_reason_code = v; }},
      {"sessions", [](Facts& f, auto& v) { line(f).sessions = std::stoi(v); }},
      {"atc", [](Facts& f, auto& v) { drug(f).atc = v; }},
      {"class",
       [](Facts& f, auto& v) {
         drug(f).drug_class = v == "C" ? formulary::DrugClass::C : formulary::DrugClass::H;
       }},
      {"units", [](Facts& f, auto& v) { drug(f).units = std::stoi(v); }},
      {"pack", [](Facts& f, auto& v) { drug(f).pack = v; }},
      {"form", [](Facts& f, auto& v) { drug(f).form = v; }},
      {"notes",
       [](Facts& f, auto& v) {
         drug(f).notes = {{v, "condizione"}};
       }},
      {"aic", [](Facts& f, auto& v) { drug(f).aic = Aic(v); }},
      {"catalogue", [](Facts& f, auto& v) { f.draft.lines.back().catalogue_code = v; }},
      {"branches", [](Facts& f, auto& v) { service(f).branches = split_at(v, ','); }},
      {"unknown", [](Facts& f, auto&) { service(f).priority_known = false; }},
      {"cyclic", [](Facts& f, auto& v) { make_cyclic(service(f), v); }},
      {"pngla", [](Facts& f, auto&) { service(f).priority_required = true; }},
      {"condition", [](Facts& f, auto& v) { service(f).note = v; }},
  };
  return all;
}

void add_service(Facts& facts, const std::string& code) {
  terminology::OutpatientService known;
  known.code = code;
  known.text = "PRESTAZIONE " + code;
  known.branches = {"02"};
  known.priority_known = true;
  DraftLine wanted;
  wanted.kind = LineKind::service;
  wanted.service_code = code;
  facts.draft.lines.push_back(wanted);
  facts.drugs.emplace_back();
  facts.services.resize(facts.draft.lines.size());
  facts.services.back().service = known;
}

std::string shape_of(const std::vector<PlannedRecipe>& recipes) {
  constexpr const char* kinds[] = {"drugs", "services", "white"};
  std::string text;
  for (const PlannedRecipe& recipe : recipes) {
    text += (text.empty() ? "" : " ") + std::string(kinds[static_cast<size_t>(recipe.kind)]);
    text += recipe.electronic ? "" : "~";
    text += recipe.priority + "[";
    for (size_t i = 0; i < recipe.lines.size(); ++i) {
      text += (i == 0 ? "" : " ") + std::to_string(recipe.lines[i]) + "x" +
              std::to_string(recipe.quantities[i]);
      if (recipe.sessions[i] > 0) text += "s" + std::to_string(recipe.sessions[i]);
    }
    text += "]";
  }
  return text.empty() ? "-" : text;
}

}  // namespace

std::map<std::string, int32_t> limits_of(const std::string& text) {
  std::map<std::string, int32_t> limits;
  for (const std::string& limit : split_at(text, ' ')) {
    const size_t equals = limit.find('=');
    if (equals != std::string::npos) {
      limits[limit.substr(0, equals)] = std::stoi(limit.substr(equals + 1));
    }
  }
  return limits;
}

std::vector<RuleCase> read_rule_cases(const std::string& path) {
  std::vector<RuleCase> cases;
  std::ifstream in(path);
  EXPECT_TRUE(in) << path;
  int row = 0;
  for (std::string text; std::getline(in, text);) {
    ++row;
    if (text.empty() || text.front() == ';') continue;
    const std::vector<std::string> parts = split_at(text + " ", '|');
    if (parts.size() < 3) {
      ADD_FAILURE() << path << " row " << row << ": given | finds | recipes";
      continue;
    }
    cases.push_back(
        {row, parts[0], parts[1], parts[2], limits_of(parts.size() > 3 ? parts[3] : "")});
  }
  return cases;
}

Facts facts_of(const std::string& given) {
  Facts facts = sample::facts();
  // Those that the patient has are named by the case: an exemption that nobody uses is told.
  facts.chart.patient.exemptions.clear();
  for (const std::string& word : split_at(given, ' ')) {
    if (word.empty() || word.starts_with("with=")) continue;
    const std::string key = word.substr(0, word.find('='));
    std::string value = key == word ? "" : word.substr(key.size() + 1);
    std::replace(value.begin(), value.end(), '_', ' ');
    if (key == "drug") {
      sample::add(facts, named_drug(value));
    } else if (key == "service") {
      add_service(facts, value);
    } else if (const auto draft = draft_changes().find(key); draft != draft_changes().end()) {
      draft->second(facts, value);
    } else if (const auto said = service_changes().find(key); said != service_changes().end()) {
      said->second(facts, value);
    } else if (const auto had = history_changes().find(key); had != history_changes().end()) {
      had->second(facts, value);
    } else {
      line_changes().at(key)(facts, value);
    }
    facts.services.resize(facts.draft.lines.size());
  }
  facts.draft = tidied(facts.draft);
  return facts;
}

RuleSet as_given(RuleSet set, const std::string& given) {
  for (const std::string& word : split_at(given, ' ')) {
    if (!word.starts_with("with=")) continue;
    const std::string name = word.substr(5);
    bool found = false;
    const auto switch_on = [&](auto& blocks, auto&& name_of) {
      for (auto& block : blocks) {
        if (name_of(block) != name) continue;
        block.force.applied = found = true;
      }
    };
    const auto named = [](const auto& block) { return block.name; };
    switch_on(set.lists, [&](const CodeList& it) { return set.list_names[it.name]; });
    switch_on(set.limits, [&](const LimitRule& it) { return set.limit_names[it.name]; });
    switch_on(set.limits, [&](const LimitRule& it) {
      return set.limit_names[it.name] + ":" + std::to_string(it.value);
    });
    switch_on(set.recipes, named);
    switch_on(set.splits, named);
    switch_on(set.fills, named);
    switch_on(set.rules, named);
    EXPECT_TRUE(found) << "no block is named " << name;
  }
  return set;
}

std::string marked(const Rule& rule) {
  const char* marks[] = {"", "?", "!"};
  const std::string letters = rule.reason_letters > 1 ? std::to_string(rule.reason_letters) : "";
  return rule.name + marks[static_cast<size_t>(rule.severity)] + letters;
}

std::string said_of(const RuleSet& set, const RuleCase& it) {
  const RuleTable rules(as_given(set, it.given));
  const Facts facts = facts_of(it.given);
  const Judgement judgement(rules, facts);
  std::string said;
  for (const auto& fired : judgement.fired()) {
    said += (said.empty() ? "" : " ") + marked(*fired.rule);
    if (fired.line > 1) said += "@" + std::to_string(fired.line);
  }
  said = (said.empty() ? "-" : said) + " | " + shape_of(split(judgement));
  for (const auto& [name, value] : it.limits) {
    const auto limit = judgement.limit_if_any(judgement.limit_named(name), judgement.line(0));
    said += " " + name + "=" + std::to_string(limit ? limit->value : 0);
  }
  return said;
}

std::string wanted_of(const RuleCase& it) {
  std::string wanted = it.finds + " | " + it.recipes;
  for (const auto& [name, value] : it.limits) wanted += " " + name + "=" + std::to_string(value);
  return wanted;
}

}  // namespace curante::prescribing
