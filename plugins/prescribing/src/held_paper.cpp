// SPDX-License-Identifier: Apache-2.0
#include "held_paper.hpp"

namespace curante::prescribing::held_paper {

std::string retry_question(const std::string& before, bool white) {
  if (white) {
    return "È certo che non è stata stampata su carta? Il database viene da una copia e non lo sa: "
           "chiedere al paziente. Se è certo, viene cercata al servizio e, se non c'è, parte come "
           "elettronica. Se è stata stampata vale quel foglio: non riprovare, il paziente ne "
           "avrebbe due; usare «Ritira»";
  }
  const bool on_paper = before.empty() || before == "refused";
  const char* then = on_paper ? "si può stamparla"
                              : "viene cercata al servizio e, se non c'è, parte come elettronica";
  return std::string(
             "È certo che non è stata stampata su ricetta rossa? Il database viene da una copia e "
             "non lo sa: guardare il blocchetto o chiedere al paziente. Se è certo, ") +
         then +
         ". Se è stata stampata vale quel foglio: non riprovare, il paziente ne avrebbe due; usare "
         "«Ritira»";
}

}  // namespace curante::prescribing::held_paper
