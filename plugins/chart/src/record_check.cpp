// SPDX-License-Identifier: Apache-2.0
#include "record_check.hpp"

#include <algorithm>
#include <set>

#include "fiscal_code_check.hpp"

namespace curante::chart {

namespace {

constexpr size_t longest_text = 20'000;

[[noreturn]] void refuse(const std::string& what, const char* remedy) {
  throw Error("record-incomplete", what, remedy);
}

void require_text(const std::string& text, const char* what) {
  if (text.empty()) refuse(std::string("manca ") + what, "compilarlo");
  if (text.size() > longest_text) refuse(std::string("è troppo lungo ") + what, "accorciarlo");
}

/// Empty, or so many digits.
bool digits_or_empty(const std::string& text, size_t count) {
  if (text.empty()) return true;
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

void check(const Patient& it) {
  if (it.last_name.empty() || it.first_name.empty()) refuse("mancano cognome o nome", "compilarli");
  if (it.birth_date.days == 0 && it.fiscal_code.empty()) {
    refuse("manca la data di nascita", "compilarla");
  }
  if (it.address.province.empty() != it.asl_code.empty()) {
    refuse("provincia e ASL vanno indicate insieme", "completare quella che manca");
  }
  if (!digits_or_empty(it.asl_code, 3)) refuse("il codice ASL ha 3 cifre", "correggerlo");
  if (!digits_or_empty(it.address.postal_code, 5)) refuse("il CAP ha 5 cifre", "correggerlo");
}

void check(const Allergy& it) {
  require_text(it.substance, "la sostanza");
}

void check(const Problem& it) {
  require_text(it.text, "la descrizione del problema");
}

void check(const Contact& it) {
  require_text(it.text, "il testo del contatto");
}

void check(const Therapy& it) {
  require_text(it.drug_text, "il farmaco");
  if (it.packs < 1 || it.packs > 9) {
    throw Error("quantity-out-of-range", "le confezioni vanno da 1 a 9", "correggere il numero");
  }
}

void check(const ReplaceAsl& it) {
  constexpr size_t most_patients = 2000;
  if (it.id.empty()) refuse("la sostituzione non ha un identificativo", "riaprire la pagina");
  if (it.patients.empty()) refuse("nessun assistito è scelto", "sceglierne almeno uno");
  if (it.patients.size() > most_patients) {
    throw Error("patients-too-many", "si correggono al massimo 2000 assistiti per volta",
                "sceglierne meno, poi gli altri");
  }
  const AslCode& to = it.to;
  const bool letters =
      to.province.size() == 2 && std::all_of(to.province.begin(), to.province.end(),
                                             [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!letters) refuse("la sigla della provincia ha 2 lettere", "correggerla");
  if (to.region_code.empty() || !digits_or_empty(to.region_code, 3)) {
    refuse("il codice della regione ha 3 cifre", "correggerlo");
  }
  if (to.asl_code.empty() || !digits_or_empty(to.asl_code, 3)) {
    refuse("il codice ASL ha 3 cifre", "correggerlo");
  }
  if (to.province == it.from.province && to.region_code == it.from.region_code &&
      to.asl_code == it.from.asl_code) {
    refuse("il codice nuovo è uguale a quello di prima", "scriverne un altro");
  }
}

void check_exemptions(const Patient& it) {
  std::set<std::string> codes;
  for (const Exemption& exemption : it.exemptions) {
    if (exemption.code.empty()) refuse("manca il codice di un'esenzione", "compilarlo o toglierla");
    if (codes.insert(exemption.code).second) continue;
    refuse("l'esenzione " + exemption.code + " è scritta due volte",
           "lasciarne una sola, con le date del periodo in corso");
  }
}

void check_fiscal_code(const Patient& it) {
  std::string list;
  for (const std::string& what : fiscal_code_contradictions(it)) {
    list += (list.empty() ? "" : ", ") + what;
  }
  if (list.empty()) return;
  throw Error(
      "fiscal-code-mismatch", "il codice fiscale non corrisponde a: " + list,
      "correggere i dati, o confermare se la tessera sanitaria riporta proprio questo codice");
}

}  // namespace curante::chart
