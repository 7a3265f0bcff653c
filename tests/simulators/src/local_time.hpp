// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace sistema_ts {

using Clock = std::chrono::system_clock;

/// Italian civil time from now on, whatever the machine's own zone.
void use_italian_time();

int64_t seconds_of(Clock::time_point at);
/// "2026-09-30 17:13:39", as the prescription services write instants.
std::string service_time(Clock::time_point at);
/// "30/05/2025 20:51:07".
std::string slashed_time(int64_t seconds);
/// "2025-05-30T19:51:31.000+02:00".
std::string xsd_time(int64_t seconds);
/// "ddmmyyyyHHMMSSmmm", the first part of an authentication code.
std::string authentication_time(Clock::time_point at);
/// "2026-09", in which a wildcard token is good.
std::string month_of(Clock::time_point at);
/// Whether the text is a real instant "yyyy-mm-dd HH:MM:SS".
bool is_service_time(std::string_view text);

}  // namespace sistema_ts
