// SPDX-License-Identifier: Apache-2.0
#include "patient_search.hpp"

#include <gmock/gmock.h>

#include "practice.hpp"

namespace curante::chart {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class PatientSearchTest : public ::testing::Test {
 protected:
  PatientSearchTest() {
    add("Rossi", "Maria", "RSSMRA57C61H501A");
    add("Rossi", "Mario", "RSSMRA80A01H501U");
    add("D'Angelo", "Nicolò");
    add("De Santis", "Màrta");
    add("Ambrosini", "Marco");
    add("Muñoz", "Ştefan");
    add("Cento%", "Uno_due");
  }
  void add(const std::string& last_name, const std::string& first_name,
           const std::string& code = "") {
    Patient it = person(last_name, first_name);
    if (!code.empty()) {
      std::string right = code;
      right[15] = FiscalCodeRule::check_letter(right);
      it.fiscal_code = FiscalCode(right);
    }
    practice_.ask(SavePatient{it, true});
  }
  std::vector<std::string> find(const std::string& text, int32_t limit = 20) {
    std::vector<std::string> names;
    for (const auto& it : practice_.ask(SearchPatients{text, limit}).patients) {
      names.push_back(it.last_name + " " + it.first_name);
    }
    return names;
  }
  Practice practice_;
};

TEST_F(PatientSearchTest, FindsWordsInAnyOrderAndCase) {
  EXPECT_THAT(find("ros mar"), ElementsAre("Rossi Maria", "Rossi Mario", "Ambrosini Marco"));
  EXPECT_THAT(find("MARIO rossi"), ElementsAre("Rossi Mario"));
  EXPECT_THAT(find("  maria   ROS "), ElementsAre("Rossi Maria"));
}

TEST_F(PatientSearchTest, FindsPartsOfANameAfterItsBeginnings) {
  EXPECT_THAT(find("ros"), ElementsAre("Rossi Maria", "Rossi Mario", "Ambrosini Marco"));
  EXPECT_THAT(find("ossi"), ElementsAre("Rossi Maria", "Rossi Mario"));
  EXPECT_THAT(find("am"), ElementsAre("Ambrosini Marco"));  // and not Ambrosini for "mb"
  EXPECT_THAT(find("mb"), IsEmpty());
}

TEST_F(PatientSearchTest, IgnoresAccentsAndApostrophes) {
  EXPECT_THAT(find("nicolo"), ElementsAre("D'Angelo Nicolò"));
  EXPECT_THAT(find("NICOLÒ"), ElementsAre("D'Angelo Nicolò"));
  EXPECT_THAT(find("marta"), ElementsAre("De Santis Màrta"));
  for (const char* text : {"d'angelo", "d’angelo", "dangelo", "d angelo", "angelo", "nic d'ang"}) {
    EXPECT_THAT(find(text), ElementsAre("D'Angelo Nicolò")) << text;
  }
  EXPECT_THAT(find("desantis"), ElementsAre("De Santis Màrta"));
  EXPECT_THAT(find("munoz stefan"), ElementsAre("Muñoz Ştefan"));
}

TEST_F(PatientSearchTest, FindsTheCodiceFiscaleAndItsBeginning) {
  EXPECT_THAT(find("RSSMRA80A01H501U"), ElementsAre("Rossi Mario"));
  EXPECT_THAT(find("rssmra80a01 h501u"), ElementsAre("Rossi Mario"));
  EXPECT_THAT(find("rssmra57"), ElementsAre("Rossi Maria"));
  EXPECT_THAT(find("rssmra"), UnorderedElementsAre("Rossi Maria", "Rossi Mario"));
  EXPECT_THAT(find("80A01H501U"), IsEmpty());
}

TEST_F(PatientSearchTest, TakesSignsOfLikeAsTheyAre) {
  EXPECT_THAT(find("%"), IsEmpty());
  EXPECT_THAT(find("cento%"), ElementsAre("Cento% Uno_due"));
  EXPECT_THAT(find("r_ssi"), ElementsAre("Rossi Maria", "Rossi Mario"));  // parts words
  EXPECT_THAT(find("\\"), IsEmpty());
}

TEST_F(PatientSearchTest, SurvivesWhatIsNoText) {
  EXPECT_THAT(find(""), IsEmpty());
  EXPECT_THAT(find("\xC3"), IsEmpty());
  EXPECT_THAT(find(std::string(79, 'a') + "è"), IsEmpty());
  EXPECT_THAT(find("'; drop table patient; --"), IsEmpty());
  EXPECT_EQ(find("rossi").size(), 2U);
}

TEST_F(PatientSearchTest, SaysThatThereAreMore) {
  const PatientList list = practice_.ask(SearchPatients{"rossi", 1});
  EXPECT_EQ(list.patients.size(), 1U);
  EXPECT_TRUE(list.more);
  EXPECT_FALSE(practice_.ask(SearchPatients{"rossi", 2}).more);
}

TEST_F(PatientSearchTest, HidesWhoLeftUnlessAskedFor) {
  Patient gone = practice_.ask(GetPatient{practice_.ask(SearchPatients{"maria"}).patients[0].id});
  gone.revoked_on = Date::parse("2026-01-31");
  practice_.ask(SavePatient{gone, true});
  EXPECT_THAT(find("rossi"), ElementsAre("Rossi Mario"));
  const auto all = practice_.ask(SearchPatients{"rossi", 20, true}).patients;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].revoked);
}

}  // namespace
}  // namespace curante::chart
