// SPDX-License-Identifier: Apache-2.0
#include "simulator_test.hpp"

namespace {

struct Shared {
  ScratchDirectory directory;
  SimulatorProgram simulator{directory.path()};
  SoapClient client{simulator};
};

Shared& shared() {
  static Shared shared;
  return shared;
}

}  // namespace

void SimulatorTest::SetUp() {
  simulator().admin("POST", "/reset");
}

SimulatorProgram& SimulatorTest::simulator() const {
  return shared().simulator;
}

const SoapClient& SimulatorTest::shared_client() {
  return shared().client;
}

RecipeText SimulatorTest::recipe(const Account& account) const {
  return RecipeText(shared_client(), account);
}

AnswerTree SimulatorTest::sent(const RecipeText& recipe, const Account& account) const {
  return asked(shared_client(), addresses::kSend, account, recipe.message());
}

std::string SimulatorTest::outcome(const RecipeText& recipe, const Account& account) const {
  return sent(recipe, account).one("codEsito");
}

std::string SimulatorTest::fault(const RecipeText& recipe, const Account& account) const {
  const auto answer = shared_client().call(addresses::kSend, account, recipe.message());
  EXPECT_EQ(answer.status, 500) << answer.body;
  return AnswerTree(answer.body).one("faultstring");
}

std::string SimulatorTest::number_of_own_lot(const Account& account) const {
  const auto lot = asked(shared_client(), addresses::kLot, account, lot_message(account));
  return lot.one("CodRegione") + lot.one("CodRagLotto") + lot.one("IdentificativoLotto") +
         lot.one("CodLotto") + "00";
}

int64_t SimulatorTest::recipe_count() const {
  return simulator().admin("GET", "/recipes").at("count").to_number<int64_t>();
}

AnswerTree asked(const SoapClient& client, const Address& address, const Account& account,
                 const std::string& message) {
  const auto answer = client.call(address, account, message);
  if (answer.status != 200) throw std::runtime_error("refused: " + answer.body);
  return AnswerTree(answer.body);
}
