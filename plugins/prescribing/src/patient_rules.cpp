// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "findings.hpp"

namespace curante::prescribing {
namespace {

void judge_exemption(const Facts& facts, Findings& out) {
  const std::string& code = facts.draft.exemption;
  if (code.empty()) return;
  bool found = false;
  for (const chart::Exemption& exemption : facts.chart.patient.exemptions) {
    if (exemption.code != code) continue;
    found = true;
    const bool begun = !exemption.valid_from || *exemption.valid_from <= facts.today;
    const bool lasting = !exemption.valid_to || facts.today <= *exemption.valid_to;
    if (begun && lasting) return;
  }
  if (found) {
    out.push_back({Severity::block, "exemption-not-valid", 0,
                   fmt::format("l'esenzione {} non è valida oggi", code),
                   "togliere l'esenzione, o correggerne le date in cartella se è stata rinnovata",
                   "SAC, errore ED0072"});
  } else {
    out.push_back(
        {Severity::block, "exemption-not-of-patient", 0,
         fmt::format("il paziente non ha l'esenzione {}", code),
         "togliere l'esenzione, o registrarla in cartella se il paziente l'ha documentata",
         "SAC, errore ED0072"});
  }
}

}  // namespace

void judge_patient(const RuleTable&, const Facts& facts, Findings& out) {
  const chart::Patient& patient = facts.chart.patient;
  if (patient.revoked_on && *patient.revoked_on <= facts.today) {
    out.push_back(
        {Severity::block, "patient-revoked", 0,
         fmt::format("il paziente non è più assistito dal {}", patient.revoked_on->iso()),
         "controllare di aver aperto la cartella giusta; se il paziente è tornato in carico "
         "togliere la revoca in anagrafica",
         ""});
  }
  if (patient.fiscal_code.empty()) {
    out.push_back({Severity::block, "patient-without-fiscal-code", 0,
                   "il paziente non ha un codice fiscale", "scriverlo in anagrafica", ""});
  }
  const bool no_address = patient.address.street.empty() || patient.address.municipality.empty();
  if (no_address) {
    out.push_back({Severity::info, "patient-without-address", 0,
                   "l'indirizzo del paziente è incompleto: sul promemoria mancherà",
                   "completarlo in anagrafica", ""});
  }
  if (patient.asl_code.empty()) {
    out.push_back({Severity::info, "patient-without-asl", 0,
                   "la ASL del paziente non è registrata: la ricetta parte senza",
                   "completarla in anagrafica", ""});
  }
  if (facts.draft.obscured) {
    out.push_back({Severity::info, "obscured", 0,
                   "ricetta oscurata: nome e indirizzo del paziente non saranno visibili", "", ""});
  }
  judge_exemption(facts, out);
}

}  // namespace curante::prescribing
