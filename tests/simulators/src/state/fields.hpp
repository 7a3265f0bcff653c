// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sistema_ts {

/// Fields of a message in their order, by name. Absent and empty are the same.
class Fields {
 public:
  void put(std::string name, std::string value) {
    all_.emplace_back(std::move(name), std::move(value));
  }
  const std::string& operator[](std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

/// Fields as the state keeps them and the admin port shows them: those that are not empty.
boost::json::object object_of(const Fields& fields);
boost::json::array array_of(const std::vector<Fields>& rows);

/// The way back from the state's text.
Fields fields_in(std::string_view text);
std::vector<Fields> rows_in(std::string_view text);

}  // namespace sistema_ts
