// SPDX-License-Identifier: Apache-2.0
#include "rome_time.hpp"

namespace curante::clock {

namespace {

constexpr int64_t hour_ms = 3'600'000;
constexpr int64_t day_ms = 24 * hour_ms;

/// 01:00 UTC of the last Sunday of a month.
int64_t change_of(std::chrono::year year, std::chrono::month month) {
  using namespace std::chrono;
  const sys_days day{year / month / Sunday[last]};
  return day.time_since_epoch().count() * day_ms + hour_ms;
}

int64_t offset_ms(Instant now) {
  const Date utc{static_cast<int32_t>((now.ms - (now.ms < 0 ? day_ms - 1 : 0)) / day_ms)};
  const auto year = utc.ymd().year();
  const bool summer = now.ms >= change_of(year, std::chrono::March) &&
                      now.ms < change_of(year, std::chrono::October);
  return summer ? 2 * hour_ms : hour_ms;
}

}  // namespace

Reading rome_reading(Instant now) {
  const Instant local{now.ms + offset_ms(now)};
  const std::string text = local.iso();
  return {now, Date::parse(text.substr(0, 10)), text.substr(0, 10) + " " + text.substr(11, 8)};
}

}  // namespace curante::clock
