// SPDX-License-Identifier: Apache-2.0
#include "curante/testing/caller.hpp"
#include "white_practice.hpp"

namespace curante::sac {

using curante::testing::code_of;
using recipe_transmitter::DispensingState;
using recipe_transmitter::DispensingView;
using recipe_transmitter::Outcome;
using recipe_transmitter::Recipe;

class WhiteDispensingTest : public WhiteTest {
 protected:
  DispensingView asked(const Recipe& it, const Prescriber& who = fabbri()) {
    return white_->dispensing(it.id.value(), who.doctor.account.value());
  }
  void pharmacy(const std::string& number, const char* act) {
    simulator().admin("POST", "/pharmacy", {{"nrbe", number}, {"act", act}});
  }
};

TEST_F(WhiteDispensingTest, ItGoesAsThePharmacyGoes) {
  Recipe it = white();
  it.lines.push_back(it.lines[0]);
  it.lines[1].aic = recipe().lines[0].aic;
  const std::string number = send(it).white_number;
  ASSERT_FALSE(number.empty());
  EXPECT_EQ(asked(it).state, DispensingState::to_dispense);
  EXPECT_EQ(asked(it).text, "da erogare");
  const std::pair<const char*, DispensingState> acts[] = {
      {"take", DispensingState::taken},
      {"suspend", DispensingState::suspended},
      {"resume", DispensingState::taken},
      {"dispense-line", DispensingState::partly_dispensed},
      {"dispense", DispensingState::dispensed},
      {"undo", DispensingState::to_dispense},
      {"expire", DispensingState::expired}};
  for (const auto& [act, state] : acts) {
    pharmacy(number, act);
    const DispensingView view = asked(it);
    EXPECT_EQ(view.state, state) << act;
    EXPECT_EQ(view.text.find("1 riga su 2") != std::string::npos,
              state == DispensingState::partly_dispensed)
        << view.text;
  }
}

TEST_F(WhiteDispensingTest, OneTakenBackIsAnnulledAndOneNotAcceptedUnknown) {
  const Recipe gone = white();
  send(gone);
  withdraw_white(gone);
  EXPECT_EQ(asked(gone).state, DispensingState::annulled);
  Recipe refused = white();
  refused.lines[0].aic = "099001036";
  ASSERT_EQ(send(refused).outcome, Outcome::refused);
  EXPECT_EQ(asked(refused).state, DispensingState::unknown);
  EXPECT_FALSE(asked(refused).text.empty());
  EXPECT_EQ(code_of([&] { asked(white()); }), "recipe-unknown");
}

TEST_F(WhiteDispensingTest, WithoutAnAnswerItIsUnknownAndSaysWhy) {
  const Recipe it = white();
  ASSERT_EQ(send(it).outcome, Outcome::accepted);
  const auto other = asked(it, conti());
  EXPECT_EQ(other.state, DispensingState::unknown);
  EXPECT_FALSE(other.text.empty());
  fault({{"kind", "bad-gateway"}, {"operation", "VisualizzaPrescrittoRicettaBianca"}});
  const auto down = asked(it);
  EXPECT_EQ(down.state, DispensingState::unknown);
  EXPECT_FALSE(down.text.empty());
  EXPECT_EQ(asked(it).state, DispensingState::to_dispense);
}

TEST_F(WhiteDispensingTest, AskingChangesNothing) {
  const Recipe it = white();
  const auto sent = send(it);
  asked(it);
  EXPECT_EQ(white_->status(it.id.value()).white_number, sent.white_number);
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
}

}  // namespace curante::sac
