// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rules/rome_time.hpp"
#include "sistema_ts.hpp"

/// What is told when a clock is wrong, or nobody can say which of two is: whatever is dated or
/// numbered now might be dated wrongly. The code of such a refusal is "clock-behind". sistema-ts/1
/// knows how the clock stands (GetClock), and there a person declares that it is right.
namespace curante::clock {

/// A clock is wrong when it is off by this much: two machines' clocks may differ by a little.
inline constexpr int64_t tolerance_ms = 10 * 60'000;

inline bool is_wrong(const sistema_ts::ClockStanding& it) {
  return it.ahead || it.server;
}

/// "27/11/2026 alle 10:05"
inline std::string italian(Instant instant) {
  const std::string at = rome::text(instant);
  return at.substr(8, 2) + "/" + at.substr(5, 2) + "/" + at.substr(0, 4) + " alle " +
         at.substr(11, 5);
}

/// What is wrong with the clock, of one that is.
inline std::string wrong_text(const sistema_ts::ClockStanding& it) {
  if (it.ahead) {
    return "l'orologio di questo computer è indietro, o era avanti quello da cui è partito "
           "l'ultimo invio (questo, un altro computer dello studio o il server): l'ultima ricetta "
           "risulta inviata il " +
           italian(*it.ahead);
  }
  const std::string both = "questo computer segna il " + italian(it.now) +
                           ", il server che tiene i dati il " + italian(*it.server);
  if (it.sent) {
    return "l'orologio del server che tiene i dati è indietro: " + both +
           ", ma l'ultima ricetta risulta inviata il " + italian(*it.sent);
  }
  return "due orologi dello studio segnano ore diverse, e con quello sbagliato le ricette "
         "porterebbero la data sbagliata: " +
         both;
}

/// What to do: `then` is what happens or is to be done once the clock is right.
inline std::string wrong_remedy(const std::string& then) {
  return "controllare gli orologi dei computer dello studio e rimettere l'orologio sbagliato: " +
         then +
         "; se l'ora di questo computer è giusta, un medico o l'amministratore lo dichiara, una "
         "volta sola, nell'avviso in alto nella pagina";
}

}  // namespace curante::clock
