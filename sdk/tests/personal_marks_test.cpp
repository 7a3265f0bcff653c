// SPDX-License-Identifier: Apache-2.0
// A recording of calls leaves out what the contracts mark as personal: nothing may be forgotten.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "chart.hpp"
#include "curante/schema.hpp"
#include "lock_text.hpp"
#include "rules/aic.hpp"

namespace curante::locks {
namespace {

namespace json = boost::json;

/// Parts of names under which contracts tend to keep personal data and secrets.
constexpr std::string_view tell_tales[] = {
    "name",     "phone",     "mail",    "fiscal",   "birth",   "address",        "street",
    "postal",   "munic",     "note",    "text",     "diagnos", "password",       "token",
    "pincode",  "secret",    "uri",     "nre",      "content", "record",         "author",
    "reason",   "message",   "problem", "drug",     "action",  "posology",       "substance",
    "reaction", "title",     "output",  "argument", "sex",     "advice",         "directory",
    "remedy",   "promemori", "file",    "user",     "station", "authentication", "person"};

/// What has such a name and holds neither, each with the reason.
const std::map<std::string, std::string> exceptions = {
    {"Access.password_changed_on", "a day, not the password"},
    {"Access.password_until", "a day, not the password"},
    {"Append.user", "an account's id"},
    {"Binding.reason", "why a path was chosen; names plugins"},
    {"Block.problem", "why a pad gives no form; names a printer"},
    {"Concept.text", "published; nobody's diagnosis"},
    {"Draft.diagnosis_code", "a code of ICD-9-CM"},
    {"DraftLine.aifa_note", "the number of a published note"},
    {"DraftLine.lea_note", "a code of the LEA nomenclature"},
    {"DraftLine.not_replaceable_reason_code", "a code of the state's table"},
    {"Drug.active_substance", "published by AIFA; nobody's drug"},
    {"Drug.drug_class", "published by AIFA; nobody's drug"},
    {"Drug.group_text", "published by AIFA; nobody's drug"},
    {"Drug.name", "published by AIFA; nobody's drug"},
    {"Entry.user", "an account's id"},
    {"Figure.title", "of something counted; nobody's"},
    {"FileStatus.text", "the ministry's words on a whole file"},
    {"Form.problem", "why a form waits; names nobody"},
    {"Form.file_name", "a number of the practice's own"},
    {"Line.aifa_note", "the number of a published note"},
    {"Line.lea_note", "a code of the LEA nomenclature"},
    {"Line.not_replaceable_reason_code", "a code of the state's table"},
    {"MetricsText.text", "counts"},
    {"Municipality.name", "published; nobody's address"},
    {"OutpatientService.catalogue_text", "published"},
    {"OutpatientService.note", "published"},
    {"OutpatientService.text", "published"},
    {"PlainWish.recorded", "when a wish was put on record"},
    {"Plugin.name", "a plugin's"},
    {"Plugin.problem", "why a plugin does not run"},
    {"Prescription.diagnosis_code", "a code of ICD-9-CM"},
    {"Principal.user", "an account's id"},
    {"Printer.name", "a printer's"},
    {"Query.user", "an account's id"},
    {"Recipe.diagnosis_code", "a code of ICD-9-CM"},
    {"RecipeLine.aifa_note", "the number of a published note"},
    {"RecipeLine.lea_note", "a code of the LEA nomenclature"},
    {"RecipeLine.not_replaceable_reason_code", "a code of the state's table"},
    {"RulesInForce.name", "a package of rules"},
    {"RulesInForce.problem", "why a package was refused; names files"},
    {"SaveCredentials.password_changed_on", "a day, not the password"},
    {"Search.text", "the first letters of a drug or of a code's text; names nobody"},
    {"SearchMunicipalities.text", "the first letters of a place; names nobody"},
    {"SearchServices.text", "the first letters of a service; names nobody"},
    {"Section.name", "the name of a kind of records"},
    {"SentFile.file_name", "a number of the practice's own"},
    {"SentFile.outcome_text", "the ministry's words on a whole file"},
    {"SentFile.problem", "why a whole file did not arrive"},
    {"SettleFile.file_name", "a number of the practice's own"},
    {"Substitution.text", "what became of a declaration; names nobody"},
    {"Template.diagnosis_code", "a code of ICD-9-CM"},
    {"Therapy.aifa_note", "the number of a published note"},
    {"Upload.file_name", "a number of the practice's own"},
    {"Verification.remedy", "what to do about an access"},
    {"Verification.text", "what is wrong with an access; the verdict in words"},
};

/// Types that cannot hold a person's name, however their member is called.
bool holds_text(const json::object& member, const json::object& types) {
  static const std::set<std::string_view> bare = {"bool",   "int32", "int64",
                                                  "double", "money", "Id"};
  const std::string_view type = member.at("type").as_string();
  return bare.count(type) == 0 && !types.contains(type);
}

bool is_marked(const json::object& member) {
  return member.contains("personal");
}

bool tells(std::string_view name) {
  return std::any_of(std::begin(tell_tales), std::end(tell_tales), [&](std::string_view word) {
    return name.find(word) != std::string_view::npos;
  });
}

TEST(PersonalMarks, AreOnWhateverIsNamedAsIfItHeldPersonalData) {
  std::set<std::string> used;
  for (const Described& contract : all_contracts()) {
    const json::object& types = contract.description.at("types").as_object();
    for (const auto& [type, members] : types) {
      for (const json::value& it : members.as_array()) {
        const json::object& member = it.as_object();
        const std::string name(member.at("name").as_string());
        if (is_marked(member) || !holds_text(member, types) || !tells(name)) continue;
        const std::string where = std::string(type) + "." + name;
        EXPECT_TRUE(exceptions.count(where) == 1)
            << contract.file << ": " << where
            << " is named as personal data is: mark it, or say here why it is none";
        used.insert(where);
      }
    }
  }
  for (const auto& [where, reason] : exceptions) {
    EXPECT_TRUE(used.count(where) == 1) << where << " needs no exception (any more)";
  }
}

struct Inner {
  std::string anything;
};
CURANTE_DESCRIBE(Inner, anything);

struct Marked {
  FiscalCode code;
  std::vector<FiscalCode> codes;
  std::optional<std::string> name;
  Inner inner;
  std::vector<Inner> list;
  int32_t count = 0;
};
CURANTE_DESCRIBE(Marked, code, codes, name, inner, list, count);
CURANTE_PERSONAL(Marked, name, inner, list);
CURANTE_SUBJECT(Marked, name);

TEST(PersonalMarks, AreKnownByMemberAndByType) {
  EXPECT_FALSE(is_marked_personal<Marked>(0));
  EXPECT_TRUE(is_personal_type<FiscalCode>());
  EXPECT_TRUE(is_personal_type<std::vector<FiscalCode>>());
  EXPECT_TRUE(is_personal_type<std::optional<FiscalCode>>());
  EXPECT_FALSE(is_personal_type<Aic>());
  EXPECT_TRUE(is_marked_personal<Marked>(2));
  EXPECT_TRUE(is_marked_personal<Marked>(3));
  EXPECT_TRUE(is_marked_personal<Marked>(4));
  EXPECT_FALSE(is_marked_personal<Marked>(5));
  EXPECT_FALSE(is_marked_personal<Inner>(0));
}

template <class T>
uint64_t layout_of() {
  LayoutHash hash;
  hash_layout<T>(hash);
  return hash.value();
}

struct Unmarked {
  FiscalCode code;
  std::vector<FiscalCode> codes;
  std::optional<std::string> name;
  Inner inner;
  std::vector<Inner> list;
  int32_t count = 0;
};
CURANTE_DESCRIBE(Unmarked, code, codes, name, inner, list, count);

TEST(PersonalMarks, DoNotConcernTheLayout) {
  EXPECT_EQ(layout_of<Marked>(), layout_of<Unmarked>());
}

TEST(PersonalMarks, StandInTheDescription) {
  for (const Described& contract : all_contracts()) {
    if (contract.file != "chart.lock") continue;
    const json::object& types = contract.description.at("types").as_object();
    const auto marked = [&](const char* type, const char* member) {
      for (const json::value& it : types.at(type).as_array()) {
        if (it.at("name") == member) return is_marked(it.as_object());
      }
      ADD_FAILURE() << type << " has no member " << member;
      return false;
    };
    EXPECT_TRUE(marked("Patient", "fiscal_code"));
    EXPECT_TRUE(marked("Patient", "last_name"));
    EXPECT_FALSE(marked("Patient", "id"));
    EXPECT_FALSE(marked("Patient", "version"));
    return;
  }
  FAIL() << "no chart contract";
}

/// The audit says whose data a call touched by this mark alone.
TEST(SubjectMarks, EveryMemberThatNamesAPatientIsTheSubject) {
  int marked = 0;
  for (const Described& contract : all_contracts()) {
    for (const auto& [type, members] : contract.description.at("types").as_object()) {
      for (const json::value& member : members.as_array()) {
        const bool subject = member.as_object().contains("subject");
        // A name and a code to show to the doctor, and no id.
        const bool words = type == "UndecidedWhite";
        const bool names_patient = !words && member.at("name").as_string() == "patient";
        EXPECT_EQ(subject, names_patient) << std::string_view(type) << " " << member;
        marked += subject ? 1 : 0;
      }
    }
  }
  EXPECT_GT(marked, 20);
}

}  // namespace
}  // namespace curante::locks
