// SPDX-License-Identifier: Apache-2.0
#include "schema_set.hpp"
#include "simulator_test.hpp"

namespace {

class SubstitutionTest : public SimulatorTest {
 protected:
  std::string message(const std::string& from, const std::string& until) const {
    return substitution_message(client(), kDoctor, kSubstitute.user, from, until);
  }
  std::string outcome(const std::string& message, const Account& account = kDoctor) const {
    return asked(client(), addresses::kDeclare, account, message).one("codEsito");
  }
  int64_t held() const {
    const auto list = simulator().admin("GET", "/substitutions");
    return static_cast<int64_t>(list.at("substitutions").as_array().size());
  }
};

TEST_F(SubstitutionTest, AHolderDeclaresASubstituteForATime) {
  EXPECT_EQ(outcome(message("01122026", "24122026")), "0000");
  const auto list = simulator().admin("GET", "/substitutions");
  const auto& it = list.at("substitutions").at(0);
  EXPECT_EQ(it.at("substitute").as_string(), kSubstitute.user);
  EXPECT_EQ(it.at("from").as_string(), "2026-12-01");
  EXPECT_EQ(it.at("until").as_string(), "2026-12-24");
}

TEST_F(SubstitutionTest, TheSameDaysAreDeclaredOnce) {
  EXPECT_EQ(outcome(message("01122026", "24122026")), "0000");
  EXPECT_EQ(outcome(message("24122026", "31122026")), "8042");
  EXPECT_EQ(outcome(message("25122026", "31122026")), "0000");
  EXPECT_EQ(held(), 2);
}

TEST_F(SubstitutionTest, WhatIsWrongIsRefused) {
  EXPECT_EQ(outcome(message("24122026", "01122026")), "8040");
  EXPECT_EQ(outcome(message("20261201", "20261224")), "8040");
  EXPECT_EQ(outcome(substitution_message(client(), kDoctor, "RSSMRA70A01H501S", "01122026",
                                         "24122026")),
            "8041");
  EXPECT_EQ(outcome(substitution_message(client(), kSubstitute, kDoctor.user, "01122026",
                                         "24122026"),
                    kSubstitute),
            "8018");
  EXPECT_EQ(outcome(message("01122026", "24122026"), kSubstitute), "8017");
  EXPECT_EQ(client().call(addresses::kDeclare, kDoctor, message("1/12/2026", "24122026")).status,
            500);
  EXPECT_EQ(held(), 0);
}

TEST_F(SubstitutionTest, BothMessagesAreAsPublished) {
  if (!protocols_folder()) GTEST_SKIP() << "CURANTE_REFERENCE_DIR is not set";
  const std::string folder = "sac-ricetta-dem/DichiarazioneSostituzioneMedico";
  const SchemaSet requests(*protocols_folder() / (folder + "Richiesta.xsd"));
  const SchemaSet answers(*protocols_folder() / (folder + "Ricevuta.xsd"));
  for (const char* until : {"24122026", "24122026", "00000000"}) {
    const std::string text = message("01122026", until);
    EXPECT_EQ(requests.problems(AnswerTree(in_envelope(text)).message()), "");
    const auto answer = asked(client(), addresses::kDeclare, kDoctor, text);
    EXPECT_EQ(answers.problems(answer.message()), "");
  }
}

}  // namespace
