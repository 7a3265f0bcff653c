// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>

#include "simulator_test.hpp"

namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// Starts simulators of its own over one state directory.
class DurabilityTest : public testing::Test {
 protected:
  void start() {
    simulator_ = std::make_unique<SimulatorProgram>(directory_.path());
    client_ = std::make_unique<SoapClient>(*simulator_);
  }
  AnswerTree send(const std::string& nre) const {
    return asked(*client_, addresses::kSend, kDoctor,
                 RecipeText(*client_, kDoctor).set("nre", nre).message());
  }
  std::string lot() const {
    const auto answer = asked(*client_, addresses::kLot, kDoctor, lot_message(kDoctor));
    return answer.one("CodRegione") + answer.one("CodRagLotto") +
           answer.one("IdentificativoLotto") + answer.one("CodLotto");
  }
  AnswerTree view(const std::string& nre) const {
    return asked(*client_, addresses::kView, kDoctor, view_message(*client_, kDoctor, nre));
  }

  ScratchDirectory directory_;
  std::unique_ptr<SimulatorProgram> simulator_;
  std::unique_ptr<SoapClient> client_;
};

TEST_F(DurabilityTest, EndsCleanlyAndKeepsEverything) {
  start();
  const std::string authority = content(directory_.path() / "ca.pem");
  const std::string sanitel = content(directory_.path() / "sanitel.pem");
  const std::string granted = lot();
  send(granted + "00");
  simulator_->admin("POST", "/switches", {{"promemoria", false}});
  const auto created =
      asked(*client_, addresses::kCreate, kDoctor, create_message(*client_, kDoctor));
  const std::string token = created.one("messaggio");
  EXPECT_EQ(simulator_->end(SIGTERM), 0);

  start();
  EXPECT_EQ(content(directory_.path() / "ca.pem"), authority);
  EXPECT_EQ(content(directory_.path() / "sanitel.pem"), sanitel);
  EXPECT_EQ(view(granted + "00").one("statoProcesso"), "3");
  EXPECT_EQ(send(granted + "00").one("codEsito"), "8001");
  EXPECT_EQ(send(granted + "01").one("flagPromemoria"), "1");
  EXPECT_NE(lot(), granted);
  const auto answer = client_->call(
      addresses::kView, kDoctor, view_message(*client_, kDoctor, granted + "00"), {.token = token});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(simulator_->admin("GET", "/mailbox").at("mail").as_array().size(), 1U);
  EXPECT_EQ(simulator_->end(SIGINT), 0);
}

TEST_F(DurabilityTest, WhatWasAnsweredSurvivesKill9) {
  start();
  const std::string granted = lot();
  for (char last = '0'; last <= '9'; ++last) send(granted + "0" + last);
  EXPECT_EQ(simulator_->end(SIGKILL), -SIGKILL);

  start();
  EXPECT_EQ(simulator_->admin("GET", "/recipes").at("count").to_number<int>(), 10);
  for (char last = '0'; last <= '9'; ++last) {
    EXPECT_EQ(view(granted + "0" + last).one("statoProcesso"), "3");
    EXPECT_EQ(send(granted + "0" + last).one("codEsito"), "8001");
  }
  EXPECT_NE(lot(), granted);
}

TEST_F(DurabilityTest, WithdrawalSurvivesKill9) {
  start();
  const std::string nre = lot() + "42";
  send(nre);
  asked(*client_, addresses::kWithdraw, kDoctor, withdraw_message(*client_, kDoctor, nre));
  simulator_->end(SIGKILL);
  start();
  EXPECT_EQ(view(nre).one("statoProcesso"), "4");
}

TEST_F(DurabilityTest, SecretKeysAreForTheOwnerOnly) {
  start();
  for (const char* name : {"server-key.pem", "sanitel-key.pem", "wrong-key.pem"}) {
    const auto mode = std::filesystem::status(directory_.path() / name).permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
}

TEST_F(DurabilityTest, EndsEvenWhileAClientWaits) {
  start();
  simulator_->admin("POST", "/faults", {{"kind", "delay"}, {"delay_ms", 3'600'000}});
  const std::string message = RecipeText(*client_, kDoctor).message();
  EXPECT_THROW(client_->call(addresses::kSend, kDoctor, message,
                             {.patience = std::chrono::milliseconds(200)}),
               std::exception);
  EXPECT_EQ(simulator_->end(SIGTERM), 0);
}

TEST_F(DurabilityTest, HelpSaysHowToStart) {
  const auto ended = run_to_end({SIMULATOR_PROGRAM, "--help"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_NE(ended.output.find("--admin-port"), std::string::npos);
}

TEST_F(DurabilityTest, AWrongCommandLineIsExit2) {
  const std::vector<std::vector<std::string>> wrong{
      {SIMULATOR_PROGRAM},
      {SIMULATOR_PROGRAM, "--state"},
      {SIMULATOR_PROGRAM, "--state", "x", "--port", "70000"},
      {SIMULATOR_PROGRAM, "--stato", "x"}};
  for (const auto& words : wrong) {
    const auto ended = run_to_end(words);
    EXPECT_EQ(ended.exit_code, 2) << ended.output;
    EXPECT_NE(ended.output.find("usage:"), std::string::npos);
  }
}

TEST_F(DurabilityTest, ABusyPortIsExit1) {
  start();
  const ScratchDirectory other;
  const auto ended = run_to_end({SIMULATOR_PROGRAM, "--state", other.path().string(), "--port",
                                 std::to_string(simulator_->port())});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_NE(ended.output.find("in use"), std::string::npos) << ended.output;
}

TEST_F(DurabilityTest, AnUnusableStateDirectoryIsExit1) {
  const auto file = directory_.path() / "file";
  std::ofstream(file) << "x";
  const auto ended = run_to_end({SIMULATOR_PROGRAM, "--state", (file / "state").string()});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_FALSE(ended.output.empty());
}

TEST_F(DurabilityTest, IdentitiesCanComeFromAFile) {
  const auto table = directory_.path() / "people.csv";
  std::ofstream(table) << "uno;due\n";
  const auto ended = run_to_end(
      {SIMULATOR_PROGRAM, "--state", directory_.path().string(), "--identities", table.string()});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_NE(ended.output.find("line 1: 2 columns found, 11 wanted"), std::string::npos)
      << ended.output;
}

}  // namespace
