// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/id.hpp"

/// What every plugin that holds personal data offers: privacy, per-doctor backup, portability and
/// conversion from other systems are built on it. A record is the JSON text of a described struct
/// of the providing room's contract, so that nobody needs to know its tables.
namespace curante::personal_data {

struct Section {
  std::string name;       ///< "chart.patients"
  int32_t order = 0;      ///< import in this order: what others refer to comes first
  int64_t records = 0;
};
CURANTE_DESCRIBE(Section, name, order, records);

struct SectionList {
  std::vector<Section> sections;
};
CURANTE_DESCRIBE(SectionList, sections);

struct Enumerate {
  using Reply = SectionList;
  static constexpr bool idempotent = true;
  Id patient;  ///< empty: the whole practice
};
CURANTE_DESCRIBE(Enumerate, patient);
CURANTE_SUBJECT(Enumerate, patient);

struct Records {
  std::vector<std::string> records;
  std::string next;  ///< cursor; empty at the end
};
CURANTE_DESCRIBE(Records, records, next);
CURANTE_PERSONAL(Records, records);

struct Export {
  using Reply = Records;
  static constexpr bool idempotent = true;
  std::string section;
  Id patient;  ///< empty: the whole practice
  std::string cursor;
  int32_t limit = 1000;
};
CURANTE_DESCRIBE(Export, section, patient, cursor, limit);
CURANTE_SUBJECT(Export, patient);

struct Refusal {
  int64_t index = 0;
  std::string code;
  std::string message;
};
CURANTE_DESCRIBE(Refusal, index, code, message);
CURANTE_PERSONAL(Refusal, message);

struct Imported {
  int64_t accepted = 0;
  std::vector<Refusal> refused;
};
CURANTE_DESCRIBE(Imported, accepted, refused);

/// Takes records in bulk, in one transaction; a record whose id is there already is replaced.
struct Import {
  using Reply = Imported;
  std::string section;
  std::vector<std::string> records;
};
CURANTE_DESCRIBE(Import, section, records);
CURANTE_PERSONAL(Import, records);

struct Erased {
  int64_t records = 0;
};
CURANTE_DESCRIBE(Erased, records);

struct Erase {
  using Reply = Erased;
  Id patient;
};
CURANTE_DESCRIBE(Erase, patient);
CURANTE_SUBJECT(Erase, patient);

/// Replaces what identifies the patient and keeps what counts for statistics.
struct Anonymise {
  using Reply = Erased;
  Id patient;
};
CURANTE_DESCRIBE(Anonymise, patient);
CURANTE_SUBJECT(Anonymise, patient);

struct Contract {
  static constexpr std::string_view id = "personal-data/1";
  static constexpr bool plural = true;
  using Calls = curante::Calls<Enumerate, Export, Import, Erase, Anonymise>;
};

}  // namespace curante::personal_data
