// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts.hpp"
#include "chart.hpp"
#include "random_source.hpp"
#include "word_lists.hpp"

namespace curante::demo {

/// Makes people of a general practitioner's list: ages from 14 upwards as in Italy, a valid codice
/// fiscale (one in two hundred with omocodia), an address of the region. Nobody of them exists.
class PersonMaker {
 public:
  PersonMaker(WordLists lists, std::vector<accounts::Doctor> doctors, Date today);

  chart::Patient make(RandomSource& random, int64_t number) const;

 private:
  WordLists lists_;
  std::vector<accounts::Doctor> doctors_;
  Date new_year_;
};

/// The codice fiscale of a person. Source: DM 23 December 1976; PROTOCOLS 6.1.
std::string fiscal_code(const chart::Patient& person);

}  // namespace curante::demo
