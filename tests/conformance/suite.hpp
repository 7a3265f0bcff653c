// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace curante::conformance {

/// One call and what a provider of the contract must answer. README.md has the notation.
struct Step {
  std::string contract, call;
  boost::json::object request;
  std::optional<boost::json::object> as;     ///< the caller; missing: a plugin's own background
  std::optional<boost::json::value> expect;  ///< what the reply must contain
  std::string error;                         ///< or the code of the refusal; both: either will do
  std::map<std::string, std::string> keep;   ///< name → place in the reply
  std::vector<std::string> varies;           ///< places whose value differs from run to run
  std::string until;      ///< ask again after this event until the reply is as expected
  bool optional = false;  ///< preparation that is left out where nobody provides its contract
};

struct Suite {
  std::string name;      ///< of its file, without the ending
  std::string contract;  ///< empty: preparation
  bool refuses_nothing = false;
  std::vector<Step> steps;
};

/// A file's JSON. Throws Error{"suite-malformed"} naming it.
boost::json::value read_json(const std::string& file);

/// Throws Error{"suite-malformed"} naming file and step.
Suite read_suite(const std::string& file);

/// What a provider must pass: the contract's suite, and the provider's own beside it, if there is
/// one (`chart_1.json`, `chart_1.curante.chart.json`).
std::vector<Suite> suites_for(const std::string& directory, const std::string& contract,
                              const std::string& provider);

/// What is missing in a contract's suites: calls of its lock, a refusal. Empty: nothing.
std::vector<std::string> missing_in(const std::string& directory, const std::string& lock_file);

}  // namespace curante::conformance
