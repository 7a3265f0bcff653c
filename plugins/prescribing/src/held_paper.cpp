// SPDX-License-Identifier: Apache-2.0
#include "held_paper.hpp"

namespace curante::prescribing::held_paper {
namespace {

/// One that would go to no service: it was meant for paper, or is refused.
bool goes_on_paper(const std::string& before) {
  return before.empty() || before == "refused";
}

std::string unknown_here(bool white) {
  return std::string("Il database viene da una copia e non lo sa: ") +
         (white ? "chiedere al paziente" : "guardare il blocchetto o chiedere al paziente");
}

/// What becomes of one that was not printed.
std::string goes_on(const std::string& before, bool white) {
  if (!goes_on_paper(before)) {
    return "la si cerca al servizio e, se non c'è, parte come elettronica";
  }
  const std::string printable =
      white ? "la si può stampare su carta" : "la si può stampare su ricetta rossa";
  return before.empty() ? printable : "torna tra le rifiutate, e " + printable;
}

}  // namespace

std::string question(const std::string& before, bool white) {
  const std::string where = white ? "su carta, dal ricettario personale" : "su ricetta rossa";
  return "è già stata stampata " + where + "? " + unknown_here(white) +
         ". Sì: «Ritira», vale quel foglio. No: «Riprova ora», " + goes_on(before, white);
}

std::string retry_question(const std::string& before, bool white) {
  const std::string where = white ? "su carta" : "su ricetta rossa";
  return "È certo che non è stata stampata " + where + "? " + unknown_here(white) +
         ". Se è certo, " + goes_on(before, white) +
         ". Se è stata stampata vale quel foglio: non riprovare, il paziente ne avrebbe due; usare "
         "«Ritira»";
}

}  // namespace curante::prescribing::held_paper
