// SPDX-License-Identifier: Apache-2.0
#include "dpcm/red_channel.hpp"

#include <fmt/format.h>

#include "clock_correction.hpp"
#include "curante/testing/caller.hpp"
#include "recipe_kinds.hpp"
#include "sac_practice.hpp"

namespace curante::sac {
namespace {

using red_recipe_channel::Entry;
using red_recipe_channel::FileState;
using red_recipe_channel::Outcome;
using red_recipe_channel::Receipt;
using red_recipe_channel::Upload;
using testing::code_of;

class RedChannelTest : public SacTest {
 protected:
  RedChannelTest() { open(simulator().port()); }
  void open(int port) {
    const std::string host = fmt::format("https://127.0.0.1:{}", port);
    channel().open({host, "/REL/service/invioTelematicoSanita",
                    "/REL/service/esitiTelematicoSanita", "urn:esiti.ws.it"},
                   channel_->credentials, channel_->soap, channel_->cipher, channel_->health,
                   RedClock{[this] { return now(); },
                            [this] { return channel_->transmitter.clock_standing(); },
                            [this] {
                              channel_->pool.write([&](pqxx::transaction_base& tx) {
                                note_red_upload(tx, "1", now());
                              });
                            }});
  }
  RedChannel& channel() { return red_; }

  Entry printed(const std::string& code) {
    Entry entry;
    entry.code = code;
    entry.recipe = recipe();
    return entry;
  }
  Receipt upload(const std::string& name, const std::vector<Entry>& entries) {
    return red_.on(context_, Upload{fabbri().doctor.account, name, entries});
  }
  red_recipe_channel::FileStatusList statuses(const std::string& protocol) {
    return red_.on(context_,
                   red_recipe_channel::Statuses{fabbri().doctor.account, protocol, {}, {}});
  }

  /// Of the two recipes of a file, the first has none.
  void expect_remark_on_the_second(const std::string& protocol, const std::string& code) {
    const auto recipes =
        red_.on(context_,
                red_recipe_channel::Outcomes{fabbri().doctor.account, protocol, {}, {}})
            .recipes;
    ASSERT_EQ(recipes.size(), 2u);
    EXPECT_TRUE(recipes[0].remarks.empty());
    ASSERT_EQ(recipes[1].remarks.size(), 1u);
    EXPECT_EQ(recipes[1].remarks[0].code, code);
  }

  testing::Caller caller_{{{"practice", "1"}}};
  CallContext context_ = caller_.context();
  RedChannel red_;
};

constexpr int unused_port = 1;
constexpr const char* first = "120261234567004";
constexpr const char* second = "120261234567015";

TEST_F(RedChannelTest, AFileGetsAProtocolAndEachRecipeAnOutcome) {
  sign_up(fabbri());
  Entry broken = printed(second);
  broken.recipe.patient.fiscal_code = FiscalCode();
  const Receipt receipt = upload("MIR_1", {printed(first), broken});
  ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.text;
  ASSERT_FALSE(receipt.protocol.empty());
  const auto files = statuses(receipt.protocol).files;
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].state, FileState::errors);
  EXPECT_EQ(files[0].text, "File elaborato correttamente con presenza di errori scartanti");
  expect_remark_on_the_second(receipt.protocol, "R002");
}

TEST_F(RedChannelTest, AWarningIsNoError) {
  sign_up(fabbri());
  Entry many = printed(second);
  many.recipe.lines[0].quantity = 7;
  const Receipt receipt = upload("MIR_1", {printed(first), many});
  ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.text;
  EXPECT_EQ(statuses(receipt.protocol).files.at(0).state, FileState::warnings);
  expect_remark_on_the_second(receipt.protocol, "W001");
  EXPECT_EQ(simulator().admin("GET", "/red/live").at("codes").as_array().size(), 2u);
}

TEST_F(RedChannelTest, ACancellationNamesTheProtocolItWasSentIn) {
  sign_up(fabbri());
  const Receipt sent = upload("MIR_1", {printed(first)});
  Entry cancelled;
  cancelled.code = first;
  cancelled.cancelled_in = sent.protocol;
  const Receipt done = upload("MIR_2", {cancelled});
  ASSERT_EQ(done.outcome, Outcome::accepted);
  EXPECT_EQ(statuses(done.protocol).files.at(0).state, FileState::clean);
  EXPECT_TRUE(simulator().admin("GET", "/red/live").at("codes").as_array().empty());
}

/// The simulator's certificate ends with 2049.
TEST_F(RedChannelTest, WithAnExpiredCertificateNothingLeavesAndItGoesWithTheNextOne) {
  sign_up(fabbri());
  const Instant before = now();
  move_clock(Instant::parse("2050-01-01T10:00:00Z").ms - before.ms);
  const Receipt receipt = upload("MIR_1", {printed(first)});
  EXPECT_EQ(receipt.outcome, Outcome::unreachable) << "it waits";
  EXPECT_NE(receipt.text.find("SanitelCF è scaduto"), std::string::npos);
  EXPECT_NE(receipt.text.find("riprende da solo"), std::string::npos);
  EXPECT_EQ(code_of([&] { statuses("1"); }), "sanitel-expired");
  EXPECT_EQ(code_of([&] {
              red_.on(context_, red_recipe_channel::Outcomes{fabbri().doctor.account, "1", {}, {}});
            }),
            "sanitel-expired");
  EXPECT_EQ(requests("InviaFileSanita"), 0);
  EXPECT_TRUE(simulator().admin("GET", "/red/files").at("files").as_array().empty());
  move_clock(before.ms - now().ms);  // as if the certificate held longer
  EXPECT_EQ(upload("MIR_1", {printed(first)}).outcome, Outcome::accepted);
}

TEST_F(RedChannelTest, AClockBehindTheLastFileStopsBothWaysUntilAPersonSaysThatItIsRight) {
  sign_up(fabbri());
  ASSERT_EQ(upload("MIR_1", {printed(first)}).outcome, Outcome::accepted);
  move_clock(-40 * 24 * 3'600'000LL);  // nothing but red recipes was ever sent
  const Receipt receipt = upload("MIR_2", {printed(second)});
  EXPECT_EQ(receipt.outcome, Outcome::unreachable) << "it waits";
  EXPECT_NE(receipt.text.find("orologio"), std::string::npos) << receipt.text;
  EXPECT_NE(receipt.text.find("dichiara"), std::string::npos) << receipt.text;
  EXPECT_EQ(code_of([&] { statuses("1"); }), "service-unreachable")
      << "what waits would be looked for in the wrong days";
  EXPECT_EQ(code_of([&] {
              red_.on(context_, red_recipe_channel::Outcomes{fabbri().doctor.account, "1", {}, {}});
            }),
            "service-unreachable");
  EXPECT_EQ(requests("InviaFileSanita"), 1);
  EXPECT_EQ(submit(recipe()).reasons.at(0).code, "clock-behind");
  EXPECT_EQ(requests("InvioPrescritto"), 0);
  channel_->transmitter.declare_clock_right(fabbri().doctor.account.value(), now());
  EXPECT_EQ(upload("MIR_2", {printed(second)}).outcome, Outcome::accepted);
  EXPECT_EQ(submit(recipe()).outcome, recipe_transmitter::Outcome::accepted);
}

TEST_F(RedChannelTest, WhoIsInsuredAbroadIsNamedByTheirCard) {
  sign_up(fabbri());
  std::vector<Entry> entries = {printed(first), printed(second)};
  to_foreigner(entries[0].recipe, "EE");
  to_foreigner(entries[1].recipe, "UE");
  entries[1].recipe.foreign->card_number.clear();
  const Receipt receipt = upload("MIR_1", entries);
  ASSERT_EQ(receipt.outcome, Outcome::accepted) << receipt.text;
  const auto recipes =
      red_.on(context_,
              red_recipe_channel::Outcomes{fabbri().doctor.account, receipt.protocol, {}, {}})
          .recipes;
  ASSERT_EQ(recipes.size(), 2u);
  EXPECT_TRUE(recipes[0].remarks.empty());
  EXPECT_EQ(recipes[1].remarks.at(0).code, "R006") << "the block is not whole";
}

TEST_F(RedChannelTest, FilesAreFoundByTheirDays) {
  sign_up(fabbri());
  upload("MIR_1", {printed(first)});
  const Date today{static_cast<int32_t>((now().ms + 2 * 3'600'000) / 86'400'000)};
  red_recipe_channel::Statuses call;
  call.account = fabbri().doctor.account;
  call.from = Date{today.days - 1};
  call.to = Date{today.days + 1};
  EXPECT_EQ(red_.on(context_, call).files.size(), 1u);
  call.from = Date{today.days - 9};
  call.to = Date{today.days - 8};
  EXPECT_TRUE(red_.on(context_, call).files.empty());
}

TEST_F(RedChannelTest, WithoutCredentialsNothingIsSent) {
  EXPECT_EQ(upload("MIR_1", {printed(first)}).outcome, Outcome::needs_credentials);
  EXPECT_EQ(requests("InviaFileSanita"), 0);
  try {
    statuses("1");
    FAIL() << "answered without credentials";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "credentials-missing");
  }
}

TEST_F(RedChannelTest, EachFaultOfTheLineIsToldForWhatItIs) {
  sign_up(fabbri());
  const auto outcome = [&](const char* kind) {
    fault({{"kind", kind}, {"operation", "InviaFileSanita"}, {"delay_ms", 100}});
    return upload("MIR_1", {printed(first)}).outcome;
  };
  EXPECT_EQ(outcome("no-answer"), Outcome::uncertain);
  EXPECT_EQ(outcome("bad-gateway"), Outcome::uncertain);
  EXPECT_EQ(outcome("gateway-timeout"), Outcome::uncertain);
  EXPECT_EQ(outcome("cut-reply"), Outcome::uncertain);
  EXPECT_EQ(outcome("malformed-xml"), Outcome::uncertain);
  EXPECT_EQ(outcome("unauthorized"), Outcome::needs_credentials);
  fault({{"kind", "wrong-certificate"}});
  EXPECT_EQ(upload("MIR_1", {printed(first)}).outcome, Outcome::unreachable);
}

TEST_F(RedChannelTest, AnOutageOfTheFilesIsToldWithItsBeginningUntilTheyGoAgain) {
  sign_up(fabbri());
  const auto told = [this] { return channel_->health.now(); };
  open(unused_port);
  EXPECT_EQ(upload("MIR_1", {printed(first)}).outcome, Outcome::unreachable);
  EXPECT_FALSE(told().reachable);
  EXPECT_NE(told().problem.find("ricette rosse"), std::string::npos) << told().problem;
  const auto since = told().since;
  channel_->health.answered(Operation::front, now());  // recipes of the other kinds go
  EXPECT_EQ(code_of([&] { statuses("1"); }), "service-unreachable");
  EXPECT_FALSE(told().reachable);
  EXPECT_EQ(told().since, since);
  open(simulator().port());
  EXPECT_EQ(upload("MIR_1", {printed(first)}).outcome, Outcome::accepted);
  EXPECT_TRUE(told().reachable);
}

TEST_F(RedChannelTest, AFileNameThatIsNoneIsRefused) {
  sign_up(fabbri());
  for (const char* name : {"", "../etc", "a.zip"}) {
    try {
      upload(name, {printed(first)});
      ADD_FAILURE() << name;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "red-batch-invalid");
    }
  }
}

}  // namespace
}  // namespace curante::sac
