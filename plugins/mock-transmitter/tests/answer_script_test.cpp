// SPDX-License-Identifier: Apache-2.0
#include "answer_script.hpp"

#include <gtest/gtest.h>

#include "curante/error.hpp"

namespace curante::mock_transmitter {

TEST(AnswerScript, GivesEachAnswerAsOftenAsWrittenAndKeepsTheLast) {
  AnswerScript script("unreachable 2, uncertain,accepted");
  EXPECT_EQ(script.next(), Answer::unreachable);
  EXPECT_EQ(script.next(), Answer::unreachable);
  EXPECT_EQ(script.next(), Answer::uncertain);
  EXPECT_EQ(script.next(), Answer::accepted);
  EXPECT_EQ(script.next(), Answer::accepted);
}

TEST(AnswerScript, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"", "acepted", "accepted 0", "accepted -1", "accepted x", "accepted,"}) {
    try {
      AnswerScript script(text);
      ADD_FAILURE() << "«" << text << "» was taken";
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "setting-invalid") << text;
    }
  }
}

}  // namespace curante::mock_transmitter
