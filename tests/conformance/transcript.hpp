// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "clock.hpp"
#include "values.hpp"

namespace curante::conformance {

/// What a provider answered to the steps of one suite, in a form that two runs can share: what a
/// new run makes anew has a name instead of its value.
///
/// Kept values appear as "${name}", other ids as "#1", "#2"… by their first appearance, moments of
/// the run's own day as "@now", the day itself as "@today".
class Transcript {
 public:
  explicit Transcript(const clock::Reading& now);

  /// `answer` is {"reply": …} or {"error": …}; `varies` are places in its reply.
  void add(const std::string& call, boost::json::value answer,
           const std::vector<std::string>& varies, const Values& values);

  /// A line for each step.
  std::string text() const;
  /// What differs from another one's text, step by step; empty when nothing does.
  std::string against(const std::string& reference) const;

 private:
  boost::json::value same_in_each_run(const boost::json::value& tree, const Values& values);
  std::string same_in_each_run(std::string text, const Values& values);

  std::vector<std::string> days_;
  std::map<std::string, std::string> ids_;
  std::vector<boost::json::value> lines_;
};

}  // namespace curante::conformance
