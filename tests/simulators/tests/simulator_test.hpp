// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "answer_tree.hpp"
#include "service_messages.hpp"
#include "recipe_text.hpp"
#include "simulator_program.hpp"
#include "soap_client.hpp"

/// A simulator that all tests share; each finds it empty.
class SimulatorTest : public testing::Test {
 protected:
  void SetUp() override;

  SimulatorProgram& simulator() const;
  SoapClient client() const { return SoapClient(simulator()); }

  /// A good drug recipe of the account.
  RecipeText recipe(const Account& account = kDoctor) const;
  /// Sends it; the answer must have HTTP status 200.
  AnswerTree sent(const RecipeText& recipe, const Account& account = kDoctor) const;
  /// The first outcome code of a sending.
  std::string outcome(const RecipeText& recipe, const Account& account = kDoctor) const;
  /// The text of the SOAP fault that a sending gets.
  std::string fault(const RecipeText& recipe, const Account& account = kDoctor) const;
  /// A granted lot's first number.
  std::string number_of_own_lot(const Account& account = kDoctor) const;
  /// How many recipes the simulator holds.
  int64_t recipe_count() const;

 private:
  static const SoapClient& shared_client();
};

/// Calls an operation whose answer must have HTTP status 200.
AnswerTree asked(const SoapClient& client, const Address& address, const Account& account,
                 const std::string& message);
