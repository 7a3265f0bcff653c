// SPDX-License-Identifier: Apache-2.0
#include "past_copy.hpp"

#include <boost/describe.hpp>
#include <optional>
#include <tuple>

#include "prescription_row.hpp"

namespace curante::prescribing {
namespace {

using Columns = std::vector<std::string>;

Columns operator+(Columns first, const Columns& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

const Columns prescription_columns = {"practice_id",   "id",     "patient",   "doctor",
                                      "author",        "issued", "exemption", "diagnosis_code",
                                      "diagnosis_text"};
const Columns circumstances = {"home_visit",    "obscured",     "suggested",    "patient_kind",
                               "foreign_cover", "sasn_card",    "sasn_company", "on_paper",
                               "delivery",      "hospital_stay"};
const Columns recipe_columns = {"practice_id",         "id",     "prescription", "state", "nre",
                                "authentication_code", "changed"};
const Columns kinds = {"kind", "priority", "white_number", "white_pin", "paper_code", "exemption"};
const Columns drug_columns = {"practice_id",
                              "recipe",
                              "position",
                              "aic",
                              "drug_text",
                              "atc",
                              "group_code",
                              "group_text",
                              "quantity",
                              "posology",
                              "aifa_note",
                              "not_replaceable",
                              "not_replaceable_reason_code",
                              "therapy"};
const Columns other_columns = {"kind",
                               "service_code",
                               "service_text",
                               "catalogue_code",
                               "notes",
                               "first_access",
                               "televisit",
                               "sessions",
                               "therapeutic_plan",
                               "repeatable",
                               "repetitions",
                               "validity_days",
                               "dispensings",
                               "lea_note",
                               "lea_condition",
                               "lea_appropriateness",
                               "lea_pathology",
                               "other_access"};

std::optional<std::string> said(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
std::optional<bool> said(bool flag) {
  return flag ? std::optional(true) : std::nullopt;
}
std::optional<int32_t> said(int32_t number) {
  return number == 0 ? std::nullopt : std::optional(number);
}

auto prescription_row(const std::string& practice, const PastPrescription& it) {
  const std::string& author = it.author.empty() ? it.doctor.value() : it.author.value();
  return std::make_tuple(practice, prescription_of(it).value(), it.patient.value(),
                         it.doctor.value(), author, it.issued.iso(), it.exemption,
                         it.diagnosis_code, it.diagnosis_text);
}
bool has_circumstances(const PastPrescription& it) {
  return it.home_visit || it.obscured || it.suggested || it.hospital_stay || it.on_paper ||
         it.foreign || !it.patient_kind.empty() || !it.sasn_card.empty() ||
         !it.sasn_company.empty() || !it.delivery.empty();
}

auto recipe_row(const std::string& practice, const PastPrescription& it) {
  return std::make_tuple(practice, it.id.value(), prescription_of(it).value(),
                         std::string(boost::describe::enum_to_string(it.state, "")), it.nre.value(),
                         it.authentication_code, it.issued.iso());
}
bool has_kind(const PastPrescription& it) {
  return it.kind != recipe_transmitter::RecipeKind::drugs || !it.priority.empty() ||
         !it.white_number.empty() || !it.white_pin.empty() || !it.paper_code.empty() ||
         !it.prescription.empty();
}
/// Recipes of one prescription may differ in it, and the prescription's row comes from one of them.
std::optional<std::string> own_exemption(const PastPrescription& it) {
  return it.prescription.empty() ? std::nullopt : std::optional(it.exemption);
}

auto drug_row(const std::string& practice, const Id& recipe, int32_t position, const Line& line) {
  return std::make_tuple(practice, recipe.value(), position, line.aic, line.drug_text, line.atc,
                         line.group_code, line.group_text, line.quantity, line.posology,
                         line.aifa_note, line.not_replaceable, line.not_replaceable_reason_code,
                         line.therapy.value());
}
bool only_a_drug(const Line& line) {
  return line.kind == LineKind::drug && line.service_code.empty() && line.service_text.empty() &&
         line.catalogue_code.empty() && line.notes.empty() && !line.first_access &&
         !line.televisit && line.sessions == 0 && line.therapeutic_plan.empty() &&
         !line.repeatable && line.repetitions == 0 && line.validity_days == 0 &&
         line.dispensings == 0 && line.lea_note.empty() && line.lea_condition.empty() &&
         line.lea_appropriateness.empty() && line.lea_pathology.empty() && !line.other_access;
}

/// Calls `write(record, position, line)` for each line that is `wanted`.
template <class Wanted, class Write>
size_t each_line(const std::vector<PastPrescription>& records, Wanted&& wanted, Write&& write) {
  size_t others = 0;
  for (const PastPrescription& it : records) {
    int32_t position = 0;
    for (const Line& line : it.lines) {
      ++position;
      if (wanted(line)) {
        write(it, position, line);
      } else {
        ++others;
      }
    }
  }
  return others;
}

}  // namespace

void copy_prescriptions(const Host& host, pqxx::transaction_base& tx, const std::string& practice,
                        const std::vector<PastPrescription>& records,
                        const std::unordered_set<std::string>& there) {
  std::unordered_set<std::string> written;
  std::vector<const PastPrescription*> special;
  pqxx::stream_to stream(tx, "prescription", prescription_columns);
  for (const PastPrescription& it : records) {
    const std::string& id = prescription_of(it).value();
    if (there.count(id) > 0 || !written.insert(id).second) continue;
    if (has_circumstances(it)) {
      special.push_back(&it);
    } else {
      stream << prescription_row(practice, it);
    }
  }
  stream.complete();
  if (special.empty()) return;
  pqxx::stream_to more(tx, "prescription", prescription_columns + circumstances);
  for (const PastPrescription* it : special) {
    more << std::tuple_cat(
        prescription_row(practice, *it),
        std::make_tuple(said(it->home_visit), said(it->obscured), said(it->suggested),
                        said(it->patient_kind), said(foreign_text(host, it->foreign)),
                        said(it->sasn_card), said(it->sasn_company), said(it->on_paper),
                        said(it->delivery), said(it->hospital_stay)));
  }
  more.complete();
}

void copy_recipes(pqxx::transaction_base& tx, const std::string& practice,
                  const std::vector<PastPrescription>& records) {
  std::vector<const PastPrescription*> special;
  pqxx::stream_to stream(tx, "recipe", recipe_columns);
  for (const PastPrescription& it : records) {
    if (has_kind(it)) {
      special.push_back(&it);
    } else {
      stream << recipe_row(practice, it);
    }
  }
  stream.complete();
  if (special.empty()) return;
  pqxx::stream_to more(tx, "recipe", recipe_columns + kinds);
  for (const PastPrescription* it : special) {
    more << std::tuple_cat(
        recipe_row(practice, *it),
        std::make_tuple(said(kind_name(it->kind)), said(it->priority), said(it->white_number),
                        said(it->white_pin), said(it->paper_code), own_exemption(*it)));
  }
  more.complete();
}

void copy_lines(pqxx::transaction_base& tx, const std::string& practice,
                const std::vector<PastPrescription>& records) {
  pqxx::stream_to stream(tx, "recipe_line", drug_columns);
  const size_t others = each_line(
      records, only_a_drug, [&](const PastPrescription& it, int32_t position, const Line& line) {
        stream << drug_row(practice, it.id, position, line);
      });
  stream.complete();
  if (others == 0) return;
  pqxx::stream_to more(tx, "recipe_line", drug_columns + other_columns);
  each_line(
      records, [](const Line& line) { return !only_a_drug(line); },
      [&](const PastPrescription& it, int32_t position, const Line& line) {
        more << std::tuple_cat(
            drug_row(practice, it.id, position, line),
            std::make_tuple(
                said(kind_name(line.kind)), said(line.service_code), said(line.service_text),
                said(line.catalogue_code), said(line.notes), said(line.first_access),
                said(line.televisit), said(line.sessions), said(line.therapeutic_plan),
                said(line.repeatable), said(line.repetitions), said(line.validity_days),
                said(line.dispensings), said(line.lea_note), said(line.lea_condition),
                said(line.lea_appropriateness), said(line.lea_pathology), said(line.other_access)));
      });
  more.complete();
}

}  // namespace curante::prescribing
