// SPDX-License-Identifier: Apache-2.0
#include "white_repeats.hpp"

namespace curante::documents {
namespace {

/// "valida 6 mesi", "valida 30 giorni": whole months from two up are written as the law writes
/// them.
std::string validity(int32_t days) {
  constexpr int32_t month = 30;
  if (days <= 0) return "valida per il tempo che stabilisce la legge";
  if (days == 1) return "valida 1 giorno";
  if (days > month && days % month == 0) return "valida " + std::to_string(days / month) + " mesi";
  return "valida " + std::to_string(days) + " giorni";
}

std::string often(const recipe_transmitter::RecipeLine& line) {
  if (line.quantity > 1) return "per una sola dispensazione";
  // What the doctor allowed stands before what the rules would allow.
  if (line.repetitions > 1) return "dispensabile " + std::to_string(line.repetitions) + " volte";
  if (line.dispensings == 1) return "per una sola dispensazione";
  if (line.dispensings == 0) return "dispensabile più volte entro i limiti di legge";
  return "dispensabile al massimo " + std::to_string(line.dispensings) + " volte";
}

}  // namespace

std::string repeat_text(const recipe_transmitter::RecipeLine& line) {
  const std::string good = validity(line.validity_days);
  if (!line.repeatable) return "Non ripetibile (RNR): " + good + ", per una sola dispensazione";
  if (line.repetitions == 1) {
    return "Ripetibile (RR), limitata alla sola confezione prescritta: " + good;
  }
  return "Ripetibile (RR): " + good + ", " + often(line);
}

}  // namespace curante::documents
