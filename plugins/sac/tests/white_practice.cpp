// SPDX-License-Identifier: Apache-2.0
#include "white_practice.hpp"

#include <chrono>
#include <thread>

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

Recipe white_recipe(Recipe it) {
  it.kind = recipe_transmitter::RecipeKind::white;
  it.holder.register_number = "RM 45678";
  it.holder.address = "VIA DELLE PROVE 1";
  it.holder.postal_code = "00185";
  it.holder.municipality = "ROMA";
  it.holder.province = "RM";
  it.holder.phone = "06 1234567";
  it.diagnosis_code = it.diagnosis_text = "";
  auto& line = it.lines.at(0);
  line.aic = "099001051";
  line.drug_text = "FARMACO DI PROVA RR 20 MG 4 CPR";
  line.posology = "1 compressa al bisogno";
  line.quantity = 1;
  line.repeatable = true;
  return it;
}

Receipt WhiteTest::settle_white(const Recipe& recipe) {
  Receipt receipt;
  for (int i = 0; i < 20; ++i) {
    receipt = send(recipe);
    if (receipt.outcome == Outcome::accepted || receipt.outcome == Outcome::refused ||
        needs_person(receipt)) {
      break;
    }
  }
  return receipt;
}

std::vector<std::string> WhiteTest::live_white() {
  std::vector<std::string> numbers;
  const auto held = held_white();
  for (const auto& it : held.as_array()) {
    if (it.at("state").to_number<int>() == white::state_annulled) continue;
    numbers.emplace_back(it.at("nrbe").as_string());
  }
  return numbers;
}

void WhiteTest::wait_until_white(size_t count) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (held_white().as_array().size() != count) {
    ASSERT_LT(std::chrono::steady_clock::now(), limit);
    std::this_thread::yield();
  }
}

}  // namespace curante::sac
