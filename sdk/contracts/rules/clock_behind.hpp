// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rules/rome_time.hpp"

namespace curante::clock {

/// A clock is behind when it is by this much: two machines' clocks may differ by a little.
inline constexpr int64_t tolerance_ms = 10 * 60'000;

/// What is told when the clock is behind `ahead`, the last time that something was sent: whatever
/// is dated or numbered now would be dated wrongly, unless it was the clock of whoever sent that is
/// wrong. The code of such a refusal is "clock-behind". sistema-ts/1 knows `ahead` (GetClock), and
/// there a person declares that the clock is right.
inline std::string behind_text(Instant ahead) {
  const std::string at = rome::text(ahead);
  return "l'orologio di questo computer è indietro, o era avanti quello da cui è partito l'ultimo "
         "invio (questo, un altro computer dello studio o il server): l'ultima ricetta risulta "
         "inviata il " +
         at.substr(8, 2) + "/" + at.substr(5, 2) + "/" + at.substr(0, 4) + " alle " +
         at.substr(11, 5);
}

/// What to do: `then` is what happens or is to be done once the clock is right.
inline std::string behind_remedy(const std::string& then) {
  return "controllare gli orologi dei computer dello studio e rimettere l'orologio sbagliato: " +
         then +
         "; se l'ora di questo computer è giusta, un medico o l'amministratore lo dichiara, una "
         "volta sola, nell'avviso in alto nella pagina";
}

}  // namespace curante::clock
