// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <chrono>
#include <compare>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "curante/error.hpp"

namespace curante {

/// A civil date of the proleptic Gregorian calendar. On the wire: "2026-11-23".
struct Date {
  int32_t days = 0;  ///< since 1970-01-01

  auto operator<=>(const Date&) const = default;

  std::chrono::year_month_day ymd() const {
    return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{days}}};
  }
  static Date from(std::chrono::year_month_day d) {
    return Date{static_cast<int32_t>(std::chrono::sys_days{d}.time_since_epoch().count())};
  }
  std::string iso() const {
    const auto d = ymd();
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(d.year()),
                  static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
    return text;
  }
  /// Throws Error{"invalid-date"} for anything but a real day written YYYY-MM-DD.
  static Date parse(std::string_view text) {
    int year = 0;
    unsigned month = 0, day = 0;
    const auto number = [&](size_t from, size_t size, auto& out) {
      const char* begin = text.data() + from;
      const auto result = std::from_chars(begin, begin + size, out);
      return result.ec == std::errc{} && result.ptr == begin + size;
    };
    if (text.size() == 10 && text[4] == '-' && text[7] == '-' && number(0, 4, year) &&
        number(5, 2, month) && number(8, 2, day)) {
      const std::chrono::year_month_day d{std::chrono::year{year}, std::chrono::month{month},
                                          std::chrono::day{day}};
      if (year >= 0 && d.ok()) return from(d);
    }
    throw Error("invalid-date", "«" + std::string(text.substr(0, 40)) + "» non è una data valida",
                "scrivere la data come AAAA-MM-GG, per esempio 1957-03-21");
  }
};

/// A point in time, UTC. On the wire: "2026-11-23T17:20:00.125Z".
struct Instant {
  int64_t ms = 0;  ///< milliseconds since 1970-01-01T00:00:00Z

  auto operator<=>(const Instant&) const = default;

  std::string iso() const {
    const int64_t day = ms >= 0 ? ms / 86'400'000 : (ms - 86'399'999) / 86'400'000;
    const int64_t rest = ms - day * 86'400'000;
    char text[24];
    std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%03dZ", static_cast<int>(rest / 3'600'000),
                  static_cast<int>(rest / 60'000 % 60), static_cast<int>(rest / 1000 % 60),
                  static_cast<int>(rest % 1000));
    return Date{static_cast<int32_t>(day)}.iso() + text;
  }
  /// Accepts "YYYY-MM-DDTHH:MM:SS[.mmm]Z". Throws Error{"invalid-instant"} otherwise.
  static Instant parse(std::string_view text) {
    unsigned h = 0, m = 0, s = 0, milli = 0;
    int used = 0;
    const std::string time(text.size() > 10 ? text.substr(10) : std::string_view{});
    const bool plain = std::sscanf(time.c_str(), "T%2u:%2u:%2u%n", &h, &m, &s, &used) == 3;
    std::string_view tail = plain ? std::string_view(time).substr(static_cast<size_t>(used)) : "";
    if (tail.size() == 5 && tail[0] == '.') {
      const auto result = std::from_chars(tail.data() + 1, tail.data() + 4, milli);
      if (result.ec == std::errc{} && result.ptr == tail.data() + 4) tail.remove_prefix(4);
    }
    if (!plain || tail != "Z" || h > 23 || m > 59 || s > 60) {
      throw Error("invalid-instant", "«" + std::string(text.substr(0, 40)) + "» is not an instant",
                  "write it as 2026-11-23T17:20:00Z");
    }
    const int64_t day = Date::parse(text.substr(0, 10)).days;
    return Instant{day * 86'400'000 + h * 3'600'000LL + m * 60'000LL + s * 1000LL + milli};
  }
};

}  // namespace curante
