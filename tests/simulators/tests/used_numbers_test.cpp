// SPDX-License-Identifier: Apache-2.0
#include "simulator_test.hpp"

namespace {

const std::map<std::string, std::string> kDay{{"tipoPrescr", "F"},
                                              {"dataCompilazioneRicettaDal", "2026-09-30 00:00:00"},
                                              {"dataCompilazioneRicettaAl", "2026-09-30 23:59:59"}};

class UsedNumbersTest : public SimulatorTest {
 protected:
  AnswerTree used(std::map<std::string, std::string> search,
                  const Account& account = kDoctor) const {
    return asked(client(), addresses::kUsed, account, used_message(client(), account, search));
  }
  static std::map<std::string, std::string> day_and(const std::string& name,
                                                    const std::string& value) {
    auto search = kDay;
    search[name] = value;
    return search;
  }
};

TEST_F(UsedNumbersTest, ListsTheDaysRecipes) {
  const auto first = sent(recipe());
  sent(recipe().set("dataCompilazione", "2026-10-01 09:00:00"));
  const auto answer = used(kDay);
  EXPECT_EQ(answer.one("codEsitoInterrogaNreUtilizzati"), "0000");
  EXPECT_EQ(answer.all("nre"), std::vector<std::string>{first.one("nre")});
  EXPECT_EQ(answer.one("codAutenticazione"), first.one("codAutenticazione"));
  EXPECT_EQ(answer.one("lotto"), "1300A45");
  EXPECT_EQ(answer.one("provenienza"), "0");
  EXPECT_EQ(answer.one("cfAssistito"), "");
  EXPECT_EQ(answer.one("codice"), "0400");
}

TEST_F(UsedNumbersTest, TheHourIsOnATwelveHourClockAsTheRealOnes) {
  sent(recipe());
  EXPECT_EQ(used(kDay).one("dataCompilazioneRicetta"), "2026-09-30 04:44:16");
}

TEST_F(UsedNumbersTest, TheKindIsMandatory) {
  auto search = kDay;
  search.erase("tipoPrescr");
  EXPECT_EQ(used(search).one("codEsito"), "1153");
}

TEST_F(UsedNumbersTest, WithoutANumberTheDatesAreMandatory) {
  EXPECT_EQ(used({{"tipoPrescr", "F"}}).one("codEsito"), "8025");
}

TEST_F(UsedNumbersTest, ADateOfTenCharactersIsAFault) {
  const auto answer = client().call(
      addresses::kUsed, kDoctor,
      used_message(client(), kDoctor, day_and("dataCompilazioneRicettaDal", "2026-09-30")));
  EXPECT_EQ(answer.status, 500);
}

TEST_F(UsedNumbersTest, FindsOneNumber) {
  const std::string nre = number_of_own_lot();
  sent(recipe());
  sent(recipe().set("nre", nre));
  const auto answer = used({{"tipoPrescr", "F"}, {"nre", nre}});
  EXPECT_EQ(answer.all("nre"), std::vector<std::string>{nre});
  EXPECT_EQ(used({{"tipoPrescr", "F"}, {"nre", "1300A4999999999"}}).one("codEsito"), "5005");
}

TEST_F(UsedNumbersTest, FindsByLotPatientAndKind) {
  const std::string nre = number_of_own_lot();
  sent(recipe().set("nre", nre));
  sent(recipe().patient("STP1202010000001"));
  sent(recipe().specialist());
  EXPECT_EQ(used(day_and("codLotto", nre.substr(0, 13))).all("nre"), std::vector<std::string>{nre});
  EXPECT_EQ(used(day_and("cfAssistito", "STP1202010000001")).all("nre").size(), 1U);
  EXPECT_EQ(used(kDay).all("nre").size(), 2U);
  EXPECT_EQ(used(day_and("tipoPrescr", "P")).all("nre").size(), 1U);
}

TEST_F(UsedNumbersTest, AListThatIsBehindCatchesUp) {
  const auto first = sent(recipe());
  simulator().admin("POST", "/switches", {{"used_listed_at_once", false}});
  const auto second = sent(recipe());
  EXPECT_EQ(used(kDay).all("nre"), std::vector<std::string>{first.one("nre")});
  simulator().admin("POST", "/switches", {{"used_listed_at_once", true}});
  EXPECT_EQ(used(kDay).all("nre").size(), 2U);
  EXPECT_EQ(used(kDay).all("nre").back(), second.one("nre"));
}

TEST_F(UsedNumbersTest, NothingUsedIsNoError) {
  const auto answer = used(kDay);
  EXPECT_EQ(answer.one("codEsitoInterrogaNreUtilizzati"), "0000");
  EXPECT_FALSE(answer.has("ElencoNreUtilRecord"));
}

TEST_F(UsedNumbersTest, NobodySeesAnothersNumbers) {
  sent(recipe());
  EXPECT_FALSE(used(day_and("cfMedico", kDoctor.user), kLazioDoctor).has("NreUtilRecord"));
}

TEST_F(UsedNumbersTest, ASubstituteSeesWhatTheyWrote) {
  sent(recipe());
  const auto own = sent(recipe().written_by(kSubstitute), kSubstitute);
  EXPECT_EQ(used(day_and("cfMedico", kDoctor.user), kSubstitute).all("nre"),
            std::vector<std::string>{own.one("nre")});
  EXPECT_EQ(used(kDay, kDoctor).all("nre").size(), 2U);
}

TEST_F(UsedNumbersTest, ASubstitutesMayBeListedUnderTheSubstitute) {
  const auto of_holder = sent(recipe());
  const auto own = sent(recipe().written_by(kSubstitute), kSubstitute);
  simulator().admin("POST", "/switches", {{"used_listed_by_holder", false}});
  EXPECT_FALSE(used(day_and("cfMedico", kDoctor.user), kSubstitute).has("NreUtilRecord"));
  EXPECT_EQ(used(day_and("cfMedico", kSubstitute.user), kSubstitute).all("nre"),
            std::vector<std::string>{own.one("nre")});
  EXPECT_EQ(used(kDay, kDoctor).all("nre"), std::vector<std::string>{of_holder.one("nre")});
}

}  // namespace
