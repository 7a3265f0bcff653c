// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>

#include "curante/moment.hpp"

namespace curante::rome {

/// Europe/Rome is an hour ahead of UTC, two from 01:00 UTC of March's last Sunday to 01:00 UTC of
/// October's: Directive 2000/84/EC, in Italy's use since 1996. Computed here because the C library
/// keeps one time zone for the whole process and the C++ one has no tables.

/// 01:00 UTC of the month's last Sunday.
inline Instant last_sunday(std::chrono::year year, std::chrono::month month) {
  const std::chrono::sys_days day{year / month / std::chrono::Sunday[std::chrono::last]};
  return Instant{day.time_since_epoch().count() * 86'400'000LL + 3'600'000};
}

inline int64_t utc_offset_ms(Instant at) {
  const std::chrono::year year =
      Date{static_cast<int32_t>(
               std::chrono::floor<std::chrono::days>(std::chrono::milliseconds(at.ms)).count())}
          .ymd()
          .year();
  const bool summer =
      at >= last_sunday(year, std::chrono::March) && at < last_sunday(year, std::chrono::October);
  return summer ? 7'200'000 : 3'600'000;
}

inline Date date(Instant at) {
  const std::chrono::milliseconds local(at.ms + utc_offset_ms(at));
  return Date{static_cast<int32_t>(std::chrono::floor<std::chrono::days>(local).count())};
}

/// "2026-11-23 18:20:00"
inline std::string text(Instant at) {
  const Date day = date(at);
  const int64_t seconds = (at.ms + utc_offset_ms(at) - day.days * 86'400'000LL) / 1000;
  char time[16];
  std::snprintf(time, sizeof time, " %02d:%02d:%02d", static_cast<int>(seconds / 3600 % 24),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return day.iso() + time;
}

}  // namespace curante::rome
