// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "trivial_contract.hpp"

/// What the kernel's measurements call: nothing, and a struct of texts and dates such as rooms pass.
namespace curante::bench {

struct Address {
  std::string street, postal_code, town, province;
};
CURANTE_DESCRIBE(Address, street, postal_code, town, province);

struct Person {
  std::string id, code, last_name, first_name;
  Date birth_date;
  Address address;
  std::string phone, email;
  std::vector<std::string> marks;
  std::optional<Date> left_on;
  int64_t version = 0;
};
CURANTE_DESCRIBE(Person, id, code, last_name, first_name, birth_date, address, phone, email, marks,
                 left_on, version);

struct Find {
  using Reply = Person;
  std::string id;
};
CURANTE_DESCRIBE(Find, id);

struct Contract {
  static constexpr std::string_view id = "bench/1";
  using Calls = curante::Calls<Add, Find>;
};

}  // namespace curante::bench
