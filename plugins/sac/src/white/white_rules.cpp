// SPDX-License-Identifier: Apache-2.0
#include "white/white_rules.hpp"

#include <algorithm>

#include "white/white_message.hpp"

namespace curante::sac::white {

using recipe_transmitter::Outcome;
using recipe_transmitter::Reason;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeLine;

namespace {

constexpr const char* on_paper = "stamparla su carta, dal ricettario personale";

/// What the message must name of its writer.
std::vector<Reason> of_writer(const Recipe& recipe) {
  const accounts::Doctor writer = writer_of(recipe);
  std::vector<Reason> reasons;
  if (writer.register_number.empty() || writer.address.empty() || writer.phone.empty()) {
    reasons.push_back({"white-letterhead-missing",
                       "la ricetta bianca elettronica porta numero di iscrizione all'albo, "
                       "indirizzo e telefono del medico",
                       "completarli in «Utenti e password», nei dati professionali", 0, true});
  }
  return reasons;
}

}  // namespace

std::optional<Receipt> WhiteRules::refusal(const Recipe& recipe) const {
  Receipt receipt;
  receipt.outcome = Outcome::refused;
  if (recipe.lines.empty()) {
    receipt.reasons.push_back(
        {"lines-missing", "la ricetta non ha righe", "aggiungere almeno un farmaco", 0, true});
  }
  if (recipe.patient.fiscal_code.empty()) {
    receipt.reasons.push_back(
        {"patient-code-missing",
         "senza codice fiscale, STP o ENI la ricetta bianca elettronica non si può emettere",
         on_paper, 0, true});
  }
  const bool mixed = std::any_of(
      recipe.lines.begin(), recipe.lines.end(),
      [&](const RecipeLine& line) { return line.repeatable != recipe.lines.front().repeatable; });
  if (mixed) {
    receipt.reasons.push_back({"white-mixed",
                               "farmaci ripetibili (RR) e non ripetibili (RNR) non stanno sulla "
                               "stessa ricetta bianca elettronica",
                               "emettere ricette separate", 0, true});
  }
  int32_t number = 0;
  for (const RecipeLine& line : recipe.lines) {
    for (Reason& reason : of_line(line, ++number)) receipt.reasons.push_back(std::move(reason));
  }
  for (Reason& reason : of_writer(recipe)) receipt.reasons.push_back(std::move(reason));
  if (receipt.reasons.empty()) return std::nullopt;
  return receipt;
}

std::vector<Reason> WhiteRules::of_line(const RecipeLine& line, int32_t number) const {
  std::vector<Reason> reasons;
  const auto refuse = [&](const char* code, const char* text, const char* advice) {
    reasons.push_back({code, text, advice, number, true});
  };
  if (line.aic.empty() && line.group_code.empty()) {
    refuse("white-galenic",
           "ciò che non è un medicinale confezionato (preparazioni galeniche, prestazioni) non va "
           "sulla ricetta bianca elettronica",
           on_paper);
  }
  if (line.never_electronic) {
    refuse("white-narcotic",
           "stupefacenti e sostanze psicotrope non vanno sulla ricetta bianca elettronica",
           on_paper);
  }
  if (line.quantity < 1 || line.quantity > most_packs) {
    refuse("quantity-out-of-range", "la quantità di una riga va da 1 a 99 confezioni",
           "dividere le confezioni su più ricette");
  }
  return reasons;
}

}  // namespace curante::sac::white
