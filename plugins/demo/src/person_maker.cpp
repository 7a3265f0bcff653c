// SPDX-License-Identifier: Apache-2.0
#include "person_maker.hpp"

#include <algorithm>

namespace curante::demo {

namespace {

/// Percent of a list by age: from, to, percent. After the resident population of 2024, from 14 on.
constexpr int ages[][3] = {{14, 17, 5},  {18, 29, 13}, {30, 39, 13}, {40, 49, 16},
                           {50, 59, 19}, {60, 69, 15}, {70, 79, 11}, {80, 97, 8}};

constexpr const char* streets[] = {"Via Roma",      "Via Garibaldi",  "Viale Europa",
                                   "Via dei Mille", "Piazza Cavour",  "Via San Francesco",
                                   "Corso Italia",  "Via delle Rose", "Via XX Settembre"};

int age_of(RandomSource& random) {
  int chance = static_cast<int>(random.below(100));
  for (const auto& [from, to, percent] : ages) {
    if (chance < percent) return random.between(from, to);
    chance -= percent;
  }
  return 50;
}

std::string capitals(const std::string& name, bool vowels) {
  std::string out;
  for (char c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c < 'A' || c > 'Z') continue;
    if ((std::string_view("AEIOU").find(c) != std::string_view::npos) == vowels) out += c;
  }
  return out;
}

}  // namespace

std::string fiscal_code(const chart::Patient& it) {
  const auto three = [](const std::string& consonants, const std::string& vowels) {
    return (consonants + vowels + "XXX").substr(0, 3);
  };
  const std::string first = capitals(it.first_name, false);
  std::string code = three(capitals(it.last_name, false), capitals(it.last_name, true));
  code += first.size() >= 4 ? std::string{first[0], first[2], first[3]}
                            : three(first, capitals(it.first_name, true));
  const auto birth = it.birth_date.ymd();
  const int day =
      static_cast<int>(static_cast<unsigned>(birth.day())) + (it.sex == chart::Sex::F ? 40 : 0);
  const auto two = [](int n) {
    return std::string{static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
  };
  code += two(static_cast<int>(birth.year()) % 100);
  code += std::string_view("ABCDEHLMPRST")[static_cast<unsigned>(birth.month()) - 1];
  code += two(day) + it.birth_place;
  return code + FiscalCodeRule::check_letter(code);
}

PersonMaker::PersonMaker(WordLists lists, std::vector<accounts::Doctor> doctors, Date today)
    : lists_(std::move(lists)),
      doctors_(std::move(doctors)),
      new_year_(Date::parse(today.iso().substr(0, 4) + "-01-01")) {}

chart::Patient PersonMaker::make(RandomSource& random, int64_t number) const {
  chart::Patient it;
  it.id = random.id();
  const accounts::Doctor& doctor = doctors_[static_cast<size_t>(number) % doctors_.size()];
  it.doctor = doctor.account;
  it.sex = random.percent(51) ? chart::Sex::F : chart::Sex::M;
  it.last_name = random.pick(lists_.surnames);
  it.first_name = random.pick(it.sex == chart::Sex::F ? lists_.female_names : lists_.male_names);
  // Counted from the beginning of the year: the same seed gives the same birth date until its end.
  it.birth_date = Date{new_year_.days - age_of(random) * 365 - random.between(0, 364) - 20};
  it.birth_place = random.pick(lists_.towns).cadastral_code;
  const Town& home = random.pick(lists_.towns);
  it.address = {std::string(streets[random.below(std::size(streets))]) + " " +
                    std::to_string(random.between(1, 180)),
                home.postal_code, home.name, home.province};
  it.region_code = doctor.region_code;
  it.asl_code = doctor.asl_code;
  it.phone = "3" + std::to_string(random.between(20, 99)) + " 555 " +
             std::to_string(random.between(1000, 9999));
  std::string code = fiscal_code(it);
  // Two people with the same code: the tax office turns digits into letters, from the right.
  if (random.percent(1) && random.percent(50)) {
    code[14] = std::string_view("LMNPQRSTUV")[static_cast<size_t>(code[14] - '0')];
    code[15] = FiscalCodeRule::check_letter(code);
  }
  it.fiscal_code = FiscalCode(code);
  it.version = 1;
  return it;
}

}  // namespace curante::demo
