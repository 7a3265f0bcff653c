// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chart_asl.hpp"
#include "curante/contract.hpp"
#include "rules/fiscal_code.hpp"
#include "rules/id.hpp"

/// The patients of the practice and what is known of each. Every write names its patient, and is
/// refused with "patient-mismatch" when the caller's context has another patient's chart open.
namespace curante::chart {

enum class Sex { F, M };
CURANTE_DESCRIBE_ENUM(Sex, F, M);

struct Address {
  std::string street;        ///< with the number; "SNC" where there is none
  std::string postal_code;   ///< CAP, 5 digits
  std::string municipality;
  std::string province;      ///< two letters
};
CURANTE_DESCRIBE(Address, street, postal_code, municipality, province);
CURANTE_PERSONAL(Address, street, postal_code, municipality, province);

struct Exemption {
  std::string code;  ///< "013", "E01"
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
};
CURANTE_DESCRIBE(Exemption, code, valid_from, valid_to);
CURANTE_PERSONAL(Exemption, valid_from, valid_to);

struct Patient {
  Id id;
  Id doctor;  ///< account of the titolare whose list the patient is on
  FiscalCode fiscal_code;
  std::string last_name;
  std::string first_name;
  Sex sex = Sex::F;
  Date birth_date;
  std::string birth_place;  ///< codice catastale
  Address address;
  std::string region_code;  ///< of the patient's ASL, 3 digits
  std::string asl_code;     ///< 3 digits; province and ASL are given both or not at all
  std::string phone;
  std::string email;
  std::vector<Exemption> exemptions;
  std::string notes;
  std::optional<Date> revoked_on;  ///< left the list, or died
  int64_t version = 0;             ///< of the record; a save with an old one is refused
};
CURANTE_DESCRIBE(Patient, id, doctor, fiscal_code, last_name, first_name, sex, birth_date,
                 birth_place, address, region_code, asl_code, phone, email, exemptions, notes,
                 revoked_on, version);
CURANTE_PERSONAL(Patient, last_name, first_name, sex, birth_date, birth_place, address, phone,
                 email, notes, revoked_on);

enum class AllergyKind { allergy, intolerance };
CURANTE_DESCRIBE_ENUM(AllergyKind, allergy, intolerance);

struct Allergy {
  Id id;
  Id patient;
  AllergyKind kind = AllergyKind::allergy;
  std::string atc;        ///< code or prefix that it concerns, "J01C"; empty if no drug
  std::string substance;  ///< "Penicilline", "Acido acetilsalicilico", "Lattice"
  std::string reaction;
  bool severe = false;
  std::optional<Date> noted_on;
  bool active = true;     ///< false: found to be wrong, kept for the record
  int64_t version = 0;    ///< of the record; a save with an old one is refused
};
CURANTE_DESCRIBE(Allergy, id, patient, kind, atc, substance, reaction, severe, noted_on, active,
                 version);
CURANTE_SUBJECT(Allergy, patient);
CURANTE_PERSONAL(Allergy, substance, reaction, noted_on);

struct Problem {
  Id id;
  Id patient;
  std::string icd9;
  std::string text;
  std::optional<Date> onset;
  bool active = true;
  bool chronic = false;
  std::string notes;
  int64_t version = 0;  ///< of the record; a save with an old one is refused
};
CURANTE_DESCRIBE(Problem, id, patient, icd9, text, onset, active, chronic, notes, version);
CURANTE_SUBJECT(Problem, patient);
CURANTE_PERSONAL(Problem, text, onset, notes);

enum class ContactKind { ambulatory, home, remote, administrative };
CURANTE_DESCRIBE_ENUM(ContactKind, ambulatory, home, remote, administrative);

/// An entry of the visit diary.
struct Contact {
  Id id;
  Id patient;
  Instant at;
  ContactKind kind = ContactKind::ambulatory;
  std::string author;  ///< name of who wrote it
  std::string text;
  Id problem;          ///< empty if for none in particular
};
CURANTE_DESCRIBE(Contact, id, patient, at, kind, author, text, problem);
CURANTE_SUBJECT(Contact, patient);
CURANTE_PERSONAL(Contact, at, author, text);

/// A drug taken for long: what a renewal starts from.
struct Therapy {
  Id id;
  Id patient;
  std::string aic;
  std::string drug_text;   ///< name and pack, kept as they were when it began
  std::string atc;
  std::string group_code;
  int32_t packs = 1;       ///< usually prescribed at a time
  std::string posology;
  Id problem;
  std::string aifa_note;
  std::optional<Date> started_on;
  std::optional<Date> stopped_on;
  std::optional<Date> last_prescribed_on;
  int64_t version = 0;     ///< of the record; a save with an old one is refused
};
CURANTE_DESCRIBE(Therapy, id, patient, aic, drug_text, atc, group_code, packs, posology, problem,
                 aifa_note, started_on, stopped_on, last_prescribed_on, version);
CURANTE_SUBJECT(Therapy, patient);
CURANTE_PERSONAL(Therapy, drug_text, posology, started_on, stopped_on, last_prescribed_on);

/// What a list shows of a patient: enough not to mistake one for another.
struct PatientSummary {
  Id id;
  std::string last_name;
  std::string first_name;
  FiscalCode fiscal_code;
  Date birth_date;
  Sex sex = Sex::F;
  std::string municipality;
  bool revoked = false;
  Id doctor;  ///< whose list the patient is on, or was; empty: none
};
CURANTE_DESCRIBE(PatientSummary, id, last_name, first_name, fiscal_code, birth_date, sex,
                 municipality, revoked, doctor);
CURANTE_PERSONAL(PatientSummary, last_name, first_name, birth_date, sex, municipality);

struct PatientList {
  std::vector<PatientSummary> patients;
  bool more = false;
};
CURANTE_DESCRIBE(PatientList, patients, more);

/// By name or part of it ("ros mar" finds Maria Rossi), accents and case ignored, or codice fiscale.
struct SearchPatients {
  using Reply = PatientList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.read";
  std::string text;
  int32_t limit = 20;
  bool include_revoked = false;
};
CURANTE_DESCRIBE(SearchPatients, text, limit, include_revoked);
CURANTE_PERSONAL(SearchPatients, text);

/// One patient's identity. Throws "patient-unknown".
struct GetPatient {
  using Reply = Patient;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.read";
  Id patient;
};
CURANTE_DESCRIBE(GetPatient, patient);
CURANTE_SUBJECT(GetPatient, patient);

/// Several patients' summaries at once, for lists that other rooms make.
struct GetSummaries {
  using Reply = PatientList;
  static constexpr bool idempotent = true;
  std::vector<Id> patients;
};
CURANTE_DESCRIBE(GetSummaries, patients);

struct ChartView {
  Patient patient;
  std::vector<Allergy> allergies;  ///< always all active ones
  std::vector<Problem> problems;   ///< active first
  std::vector<Therapy> therapies;  ///< running ones
  std::vector<Contact> contacts;   ///< newest 20
  int64_t contact_count = 0;
};
CURANTE_DESCRIBE(ChartView, patient, allergies, problems, therapies, contacts, contact_count);
CURANTE_SUBJECT(ChartView, patient);

/// What the chart's first screen shows, in a fixed number of statements whatever the size.
struct GetChart {
  using Reply = ChartView;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.read";
  Id patient;
  bool without_diary = false;  ///< leaves contacts out: what rules read needs none
};
CURANTE_DESCRIBE(GetChart, patient, without_diary);
CURANTE_SUBJECT(GetChart, patient);

/// Registers a patient, or updates when the id exists and `version` is current. Throws
/// "fiscal-code-mismatch" when name, sex, birth date or place contradict the codice fiscale (unless
/// `confirmed`), "fiscal-code-taken", "record-changed".
struct SavePatient {
  using Reply = Patient;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "chart.write";
  Patient patient;
  bool confirmed = false;
};
CURANTE_DESCRIBE(SavePatient, patient, confirmed);
CURANTE_SUBJECT(SavePatient, patient);

/// This and the next two register a record, or update it when the id exists and `version` is
/// current. Registering the same twice registers it once. Throw "record-changed".
struct SaveAllergy {
  using Reply = Allergy;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "chart.clinical.write";
  Allergy allergy;
};
CURANTE_DESCRIBE(SaveAllergy, allergy);

struct SaveProblem {
  using Reply = Problem;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "chart.clinical.write";
  Problem problem;
};
CURANTE_DESCRIBE(SaveProblem, problem);

/// A visit is written once. The same id with another text is refused: "record-changed".
struct SaveContact {
  using Reply = Contact;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "chart.clinical.write";
  Contact contact;
};
CURANTE_DESCRIBE(SaveContact, contact);

struct SaveTherapy {
  using Reply = Therapy;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "chart.clinical.write";
  Therapy therapy;
};
CURANTE_DESCRIBE(SaveTherapy, therapy);

struct ContactList {
  std::vector<Contact> contacts;
  std::string next;  ///< cursor; empty at the end
};
CURANTE_DESCRIBE(ContactList, contacts, next);

/// The visit diary, newest first.
struct ListContacts {
  using Reply = ContactList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.read";
  Id patient;
  std::string cursor;
  int32_t limit = 50;
};
CURANTE_DESCRIBE(ListContacts, patient, cursor, limit);
CURANTE_SUBJECT(ListContacts, patient);

/// The patients that have this ASL and did not leave the list, by name. Without the permission
/// chart.read without their codice fiscale, and noted in the audit before it is answered.
struct ListPatientsOfAsl {
  using Reply = PatientList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "chart.asl";
  AslCode asl;
  int32_t limit = 2000;  ///< at most 2000
};
CURANTE_DESCRIBE(ListPatientsOfAsl, asl, limit);

/// Event: a chart was changed; screens that show it should look again.
struct ChartChanged {
  static constexpr std::string_view id = "chart-changed/1";
  Id patient;
};
CURANTE_DESCRIBE(ChartChanged, patient);
CURANTE_SUBJECT(ChartChanged, patient);

struct Contract {
  static constexpr std::string_view id = "chart/1";
  using Calls =
      curante::Calls<SearchPatients, GetPatient, GetSummaries, GetChart, SavePatient, SaveAllergy,
                     SaveProblem, SaveContact, SaveTherapy, ListContacts, ListAslCodes,
                     ListPatientsOfAsl, ReplaceAsl, UndoAslReplacement, ListAslReplacements>;
};

}  // namespace curante::chart
