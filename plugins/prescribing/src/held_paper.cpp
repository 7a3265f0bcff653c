// SPDX-License-Identifier: Apache-2.0
#include "held_paper.hpp"

namespace curante::prescribing::held_paper {
namespace {

/// One that would go to no service: it was meant for paper, or is refused.
bool goes_on_paper(const std::string& before) {
  return before.empty() || before == "refused";
}

/// Of one that was refused, the usual way on is a new one, which this copy does not know either.
std::string printed(const std::string& before, const std::string& where) {
  return "stampata " + where + (before == "refused" ? ", o prescritta di nuovo" : "");
}

std::string unknown_here(const std::string& before, bool white) {
  std::string look =
      white ? "chiedere al paziente" : "guardare il blocchetto o chiedere al paziente";
  if (before == "refused") look = "guardare sul sito di Sistema TS, e " + look;
  return "Il database viene da una copia e non lo sa: " + look;
}

std::string what_counts(const std::string& before) {
  return before == "refused" ? "vale quel foglio, o quella nuova" : "vale quel foglio";
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
  return "è già stata " + printed(before, where) + "? " + unknown_here(before, white) +
         ". Sì: «Ritira», " + what_counts(before) + ". No: «Riprova ora», " +
         goes_on(before, white);
}

std::string retry_question(const std::string& before, bool white) {
  const std::string where = white ? "su carta" : "su ricetta rossa";
  return "È certo che non è stata " + printed(before, where) + "? " + unknown_here(before, white) +
         ". Se è certo, " + goes_on(before, white) + ". Altrimenti " + what_counts(before) +
         ": non riprovare, il paziente ne avrebbe due; usare «Ritira»";
}

}  // namespace curante::prescribing::held_paper
