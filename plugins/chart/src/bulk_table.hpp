// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/stream_to>
#include <string>
#include <vector>

#include "chart.hpp"
#include "column.hpp"
#include "patient_search.hpp"

namespace curante::chart {

/// How the records of a section become rows for COPY: the columns after practice_id, in their
/// order. A missing value is an empty optional.

template <class Record>
struct BulkTable;

template <class Record>
std::string version_of(const Record& it) {
  return std::to_string(it.version < 1 ? 1 : it.version);
}

template <>
struct BulkTable<Patient> {
  static constexpr const char* table = "patient";
  static std::vector<std::string> columns() {
    return {"id",           "doctor",     "fiscal_code", "last_name", "first_name",
            "sex",          "birth_date", "birth_place", "street",    "postal_code",
            "municipality", "province",   "region_code", "asl_code",  "phone",
            "email",        "notes",      "revoked_on",  "version",   "search"};
  }
  static auto row(const Patient& it) {
    return std::make_tuple(it.id.value(), text_of(it.doctor), it.fiscal_code.value(), it.last_name,
                           it.first_name, name_of(it.sex), it.birth_date.iso(), it.birth_place,
                           it.address.street, it.address.postal_code, it.address.municipality,
                           it.address.province, it.region_code, it.asl_code, it.phone, it.email,
                           it.notes, text_of(it.revoked_on), version_of(it), searched_name(it));
  }
};

inline std::string text_of(bool value) {
  return value ? "t" : "f";
}

template <>
struct BulkTable<Allergy> {
  static constexpr const char* table = "allergy";
  static std::vector<std::string> columns() {
    return {"id",       "patient", "kind",     "atc",    "substance",
            "reaction", "severe",  "noted_on", "active", "version"};
  }
  static auto row(const Allergy& it) {
    return std::make_tuple(it.id.value(), it.patient.value(), name_of(it.kind), it.atc,
                           it.substance, it.reaction, text_of(it.severe), text_of(it.noted_on),
                           text_of(it.active), version_of(it));
  }
};

template <>
struct BulkTable<Problem> {
  static constexpr const char* table = "problem";
  static std::vector<std::string> columns() {
    return {"id", "patient", "icd9", "text", "onset", "active", "chronic", "notes", "version"};
  }
  static auto row(const Problem& it) {
    return std::make_tuple(it.id.value(), it.patient.value(), it.icd9, it.text, text_of(it.onset),
                           text_of(it.active), text_of(it.chronic), it.notes, version_of(it));
  }
};

template <>
struct BulkTable<Contact> {
  static constexpr const char* table = "contact";
  static std::vector<std::string> columns() {
    return {"id", "patient", "at", "kind", "author", "text", "problem"};
  }
  static auto row(const Contact& it) {
    return std::make_tuple(it.id.value(), it.patient.value(), it.at.iso(), name_of(it.kind),
                           it.author, it.text, text_of(it.problem));
  }
};

template <>
struct BulkTable<Therapy> {
  static constexpr const char* table = "therapy";
  static std::vector<std::string> columns() {
    return {"id",
            "patient",
            "aic",
            "drug_text",
            "atc",
            "group_code",
            "packs",
            "posology",
            "problem",
            "aifa_note",
            "started_on",
            "stopped_on",
            "last_prescribed_on",
            "version"};
  }
  static auto row(const Therapy& it) {
    return std::make_tuple(it.id.value(), it.patient.value(), it.aic, it.drug_text, it.atc,
                           it.group_code, std::to_string(it.packs), it.posology,
                           text_of(it.problem), it.aifa_note, text_of(it.started_on),
                           text_of(it.stopped_on), text_of(it.last_prescribed_on), version_of(it));
  }
};

}  // namespace curante::chart
