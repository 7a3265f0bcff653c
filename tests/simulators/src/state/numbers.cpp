// SPDX-License-Identifier: Apache-2.0
#include "state/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sistema_ts {
namespace {

// Where the simulator begins to count; apart from each other and from the recorded exchanges.
constexpr int64_t kFirstLot = 4500001;
constexpr int64_t kFirstOwnNumber = 500000001;

// Digits of the lot inside the nine last digits, by lot type 0 to 7. PROTOCOLS 1.11.
constexpr size_t kLotDigits[] = {7, 6, 5, 4, 0, 3, 2, 1};

bool digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

int64_t next_count(Sqlite& database, std::string_view counter, int64_t first) {
  auto rows = database.query(
      "insert into counter (name, value) values (?1, ?2) "
      "on conflict (name) do update set value = value + 1 returning value",
      counter, first);
  rows.next();
  const int64_t value = rows.number(0);
  rows.next();
  return value;
}

bool Numbers::well_formed(std::string_view nre) {
  if (nre.size() != 15 || !std::all_of(nre.begin(), nre.begin() + 3, digit)) return false;
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool grouped = (digit(nre[3]) && letter(nre[4])) || (letter(nre[3]) && digit(nre[4]));
  return grouped && nre[5] >= '0' && nre[5] <= '7' &&
         std::all_of(nre.begin() + 6, nre.end(), digit);
}

std::string Numbers::lot_of(std::string_view nre) {
  if (!well_formed(nre)) return {};
  // Type 4 has no lot digits; the service then shows one digit more ("1300A40").
  const size_t digits = std::max<size_t>(1, kLotDigits[nre[5] - '0']);
  return std::string(nre.substr(0, 6 + digits));
}

Lot Numbers::grant(const std::string& region, std::string_view doctor, std::string_view now) {
  Lot lot{region, "0A", "0",
          fmt::format("{:07}", next_count(database_, "lot " + region, kFirstLot))};
  database_.run("insert into lot (code, doctor, granted) values (?1, ?2, ?3)", lot.code(), doctor,
                now);
  return lot;
}

std::optional<std::string> Numbers::owner(std::string_view nre) {
  auto rows = database_.query("select doctor from lot where code = ?1", lot_of(nre));
  if (!rows.next()) return std::nullopt;
  return rows.text(0);
}

std::string Numbers::assign(const std::string& region) {
  return fmt::format("{}0A4{:09}", region, next_count(database_, "nre " + region, kFirstOwnNumber));
}

}  // namespace sistema_ts
