// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "findings.hpp"

namespace curante::prescribing {
namespace {

std::string joined_codes(const std::vector<formulary::AifaNote>& notes) {
  std::string text;
  for (const auto& note : notes) text += (text.empty() ? "" : ", ") + note.code;
  return text;
}

void judge_class(const formulary::Drug& drug, int32_t line, Findings& out) {
  if (drug.drug_class == formulary::DrugClass::A) return;
  const bool hospital = drug.drug_class == formulary::DrugClass::H;
  out.push_back({Severity::block, "class-not-ssn", line,
                 fmt::format("{} è in fascia {}: il Servizio sanitario non lo rimborsa e non può "
                             "essere inviato al SAC",
                             drug.name, hospital ? "H" : "C"),
                 hospital ? "togliere la riga: il farmaco si usa solo in ospedale"
                          : "togliere la riga da questa prescrizione: la ricetta bianca è un "
                            "documento a parte, che questa versione non prepara ancora",
                 "classe di rimborsabilità del prontuario"});
}

void judge_note(const DraftLine& line, const formulary::Drug& drug, int32_t number, Findings& out) {
  const bool known = std::any_of(drug.notes.begin(), drug.notes.end(),
                                 [&](const auto& note) { return note.code == line.aifa_note; });
  if (known || (drug.notes.empty() && line.aifa_note.empty())) return;
  const std::string codes = joined_codes(drug.notes);
  if (drug.notes.empty()) {
    out.push_back({Severity::block, "aifa-note-unknown", number,
                   fmt::format("{} non ha la nota AIFA {}", drug.name, line.aifa_note),
                   "togliere la nota", "note AIFA del prontuario"});
  } else if (line.aifa_note.empty()) {
    out.push_back({Severity::block, "aifa-note-required", number,
                   fmt::format("{} è rimborsato solo con nota AIFA: {}", drug.name, codes),
                   fmt::format("se il paziente rientra nelle condizioni scegliere la nota {}; "
                               "altrimenti il farmaco è a suo carico",
                               codes),
                   "note AIFA del prontuario"});
  } else {
    out.push_back({Severity::block, "aifa-note-unknown", number,
                   fmt::format("la nota AIFA {} non vale per {}", line.aifa_note, drug.name),
                   fmt::format("scegliere tra: {}", codes), "note AIFA del prontuario"});
  }
}

int32_t characters(const std::string& utf8) {
  return static_cast<int32_t>(std::count_if(utf8.begin(), utf8.end(), [](unsigned char octet) {
    return (octet & 0xC0) != 0x80;  // continues a character
  }));
}

/// What does not fit is cut on the paper that the patient follows.
void judge_posology(const DraftLine& line, const Limit& longest, int32_t number, Findings& out) {
  const int32_t length = characters(line.posology);
  if (length <= longest.value) return;
  out.push_back({Severity::block, "posology-too-long", number,
                 fmt::format("la posologia ha {} caratteri: sul promemoria ne stanno {}", length,
                             longest.value),
                 "accorciarla: il paziente ne leggerebbe solo l'inizio", longest.source});
}

}  // namespace

void judge_lines(const RuleTable& rules, const Facts& facts, Findings& out) {
  const Limit most = rules.limit("quantity-per-line", circumstances(facts));
  const Limit longest = rules.limit("posology-length", circumstances(facts));
  if (facts.draft.lines.empty()) {
    out.push_back({Severity::block, "draft-empty", 0, "la prescrizione non ha righe",
                   "aggiungere almeno un farmaco", ""});
  }
  for (size_t i = 0; i < facts.draft.lines.size(); ++i) {
    const DraftLine& line = facts.draft.lines[i];
    if (line.quantity < 1 || line.quantity > most.value) {
      out.push_back({Severity::block, "quantity-out-of-range", line_number(i),
                     fmt::format("{} confezioni: la quantità di una riga va da 1 a {}",
                                 line.quantity, most.value),
                     fmt::format("scrivere un numero da 1 a {}; per una quantità maggiore fare più "
                                 "prescrizioni",
                                 most.value),
                     most.source});
    }
    if (line.not_replaceable && line.not_replaceable_reason_code.empty()) {
      out.push_back({Severity::block, "not-replaceable-reason", line_number(i),
                     "«non sostituibile» richiede un motivo",
                     "scegliere il motivo, oppure togliere «non sostituibile»",
                     "SAC: nonSost richiede codMotivazione (errore 1157)"});
    }
    judge_posology(line, longest, line_number(i), out);
    const LineDrug& pack = facts.drugs.at(i);
    if (pack.problem) out.push_back(*pack.problem);
    if (!pack.drug) continue;
    judge_class(*pack.drug, line_number(i), out);
    judge_note(line, *pack.drug, line_number(i), out);
  }
}

}  // namespace curante::prescribing
