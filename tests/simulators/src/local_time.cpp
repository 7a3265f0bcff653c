// SPDX-License-Identifier: Apache-2.0
#include "local_time.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

namespace sistema_ts {
namespace {

std::string formatted(int64_t seconds, const char* pattern) {
  const auto when = static_cast<std::time_t>(seconds);
  std::tm parts{};
  localtime_r(&when, &parts);
  char text[64];
  return std::string(text, std::strftime(text, sizeof text, pattern, &parts));
}

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

void use_italian_time() {
  // The rule itself, so that no zone database is needed.
  setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  tzset();
}

int64_t seconds_of(Clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

std::string service_time(Clock::time_point at) {
  return formatted(seconds_of(at), "%Y-%m-%d %H:%M:%S");
}

std::string slashed_time(int64_t seconds) {
  return formatted(seconds, "%d/%m/%Y %H:%M:%S");
}

std::string xsd_time(int64_t seconds) {
  std::string text = formatted(seconds, "%Y-%m-%dT%H:%M:%S.000%z");
  return text.insert(text.size() - 2, ":");
}

std::string authentication_time(Clock::time_point at) {
  const auto ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count() % 1000;
  return formatted(seconds_of(at), "%d%m%Y%H%M%S") + fmt::format("{:03}", ms);
}

std::string month_of(Clock::time_point at) {
  return formatted(seconds_of(at), "%Y-%m");
}

bool is_service_time(std::string_view text) {
  if (text.size() != 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' ||
      text[16] != ':') {
    return false;
  }
  for (const auto& [from, size] : {std::pair{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}}) {
    if (!all_digits(text.substr(from, size))) return false;
  }
  const auto number = [&](size_t from, size_t size) {
    return std::atoi(std::string(text.substr(from, size)).c_str());
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  return day.ok() && number(11, 2) < 24 && number(14, 2) < 60 && number(17, 2) < 60;
}

}  // namespace sistema_ts
