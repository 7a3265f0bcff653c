// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>

namespace curante::conformance {

/// What earlier steps kept for later ones, by name.
///
/// "${name}" as a whole text stands for the value, whatever its kind; within a longer text for its
/// text. "${#name}" is an id of this suite's own, the same in every run.
class Values {
 public:
  void set(const std::string& name, boost::json::value value) { values_[name] = std::move(value); }
  /// Whose ids "${#name}" are from now on.
  void begin(const std::string& suite) { suite_ = suite; }

  /// Throws Error{"suite-malformed"} for a name that nothing has kept.
  boost::json::value fill(const boost::json::value& tree) const;
  const std::map<std::string, boost::json::value>& all() const { return values_; }

 private:
  boost::json::value value_of(const std::string& name) const;
  boost::json::value fill_text(const std::string& text) const;

  std::map<std::string, boost::json::value> values_;
  std::string suite_;
};

}  // namespace curante::conformance
