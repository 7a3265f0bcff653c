// SPDX-License-Identifier: Apache-2.0
#include "fiscal_code.hpp"

#include <algorithm>

namespace sistema_ts {
namespace {

constexpr std::string_view kReplacedDigits = "LMNPQRSTUV";
// Values at odd places, of 0-9 (and A-J) and then of K-Z.
constexpr int kOddFirst[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
constexpr int kOddRest[] = {2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), digit);
}

int ordinal(char c) {
  return digit(c) ? c - '0' : c - 'A';
}

int odd_value(char c) {
  const int n = ordinal(c);
  return n < 10 ? kOddFirst[n] : kOddRest[n - 10];
}

/// `shape`: A a letter, 9 a digit or its replacement, M a month.
bool has_shape(std::string_view code, std::string_view shape) {
  for (size_t i = 0; i < shape.size(); ++i) {
    const char c = code[i];
    const bool good = shape[i] == 'A' ? letter(c)
                      : shape[i] == 'M'
                          ? std::string_view("ABCDEHLMPRST").find(c) != std::string_view::npos
                          : digit(c) || kReplacedDigits.find(c) != std::string_view::npos;
    if (!good) return false;
  }
  return true;
}

}  // namespace

bool is_fiscal_code(std::string_view code) {
  if (code.size() != 16 || !has_shape(code, "AAAAAA99M99A999A")) return false;
  int sum = 0;
  for (size_t i = 0; i < 15; ++i) sum += i % 2 == 0 ? odd_value(code[i]) : ordinal(code[i]);
  return code[15] == 'A' + sum % 26;
}

bool is_patient_code(std::string_view code) {
  if (code.size() == 11) return all_digits(code);
  if (code.size() == 16 && (code.starts_with("STP") || code.starts_with("ENI"))) {
    if (all_digits(code.substr(3))) return true;
  }
  return is_fiscal_code(code);
}

bool is_drug_code(std::string_view code) {
  if (code.size() != 9 || !all_digits(code)) return false;
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) {
    const int n = code[i] - '0';
    sum += i % 2 == 0 ? n : (2 * n) / 10 + (2 * n) % 10;
  }
  return code[8] - '0' == sum % 10;
}

}  // namespace sistema_ts
