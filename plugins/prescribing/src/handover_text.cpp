// SPDX-License-Identifier: Apache-2.0
#include "handover_text.hpp"

#include <fmt/format.h>

namespace curante::prescribing {
namespace {

std::string italian_date(Date date) {
  const auto day = date.ymd();
  return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(day.day()),
                     static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
}

}  // namespace

HandoverText::HandoverText(const Batch& batch, const chart::Patient& patient,
                           const std::vector<accounts::Doctor>& doctors) {
  const std::string letters = patient.fiscal_code.value().substr(0, 4);
  if (!letters.empty()) holder = letters + "…";
  for (const accounts::Doctor& it : doctors) {
    from += (from.empty() ? "Studio medico " : ", ") + it.last_name;
  }
  std::string numbers, lines, day;
  size_t count = 0;
  for (const Handed& it : batch.recipes) {
    if (!it.wanted) continue;
    ++count;
    day = italian_date(it.issued);
    numbers += (numbers.empty() ? "" : ", ") + std::string(it.white ? "NRBE " : "") + it.number;
    lines += fmt::format("  {} {} del {}\n", it.white ? "NRBE" : "n.", it.number, day);
  }
  const bool one = count == 1;
  subject = one ? "Ricetta elettronica" : "Ricette elettroniche";
  // What goes by SMS is of one prescription, and so of one day.
  // Letters outside of the telephone's own alphabet would halve what fits into an SMS.
  sms = fmt::format("{}. {} del {}{}: {}. In farmacia porti la tessera sanitaria.", from, subject,
                    day, letters.empty() ? "" : fmt::format(" (CF {}...)", letters), numbers);
  const std::string head =
      fmt::format("{}\n\n{}{}:\n{}\n", from,
                  one ? "Ecco la sua ricetta elettronica" : "Ecco le sue ricette elettroniche",
                  letters.empty() ? "" : fmt::format(" (codice fiscale {})", holder), lines);
  const std::string foot =
      "\nQuesto indirizzo non riceve risposte: per ogni domanda chiami lo studio. Se ha ricevuto "
      "questo messaggio per errore, lo cancelli e ci avvisi.\n";
  mail_number = head +
                "In farmacia o alla struttura mostri il numero, o l'elenco con i codici a barre "
                "allegato, insieme alla tessera sanitaria.\n" +
                foot;
  mail_memo = fmt::format("{}\n\n{}\n{}", from,
                          one ? "Le inviamo il promemoria della sua ricetta elettronica."
                              : "Le inviamo i promemoria delle sue ricette elettroniche.",
                          foot);
}

}  // namespace curante::prescribing
