// SPDX-License-Identifier: Apache-2.0
#include "password_age.hpp"

namespace curante::sac {

std::optional<Date> PasswordAge::until(const std::optional<Date>& changed_on) const {
  if (!changed_on || valid_days_ <= 0) return std::nullopt;
  return Date{changed_on->days + valid_days_};
}

std::string PasswordAge::warning(const std::optional<Date>& changed_on, Date today) const {
  const auto last = until(changed_on);
  if (!last || last->days - today.days > warn_days_) return "";
  const int32_t left = last->days - today.days;
  const std::string day = italian(*last);
  const std::string when = left < 0    ? "dovrebbe essere scaduta il " + day
                           : left == 0 ? "scade oggi"
                           : left == 1 ? "scade domani"
                                       : "scade il " + day + ", fra " + std::to_string(left) + " giorni";
  return "La password di Sistema TS " + when +
         ": rinnovarla sul sito di Sistema TS, poi salvarla qui.";
}

std::string italian(Date day) {
  const std::string iso = day.iso();
  return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

}  // namespace curante::sac
