// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>

namespace curante::conformance {

/// What a recording keeps of answers: nothing personal, and no message of an error.
class RecordedForm {
 public:
  /// `answer` is {"reply": …} or {"error": …}. Throws Error{"suite-malformed"} for a contract whose
  /// lock is not among the SDK's.
  boost::json::value of(const std::string& contract, const std::string& call,
                        const boost::json::value& answer);

 private:
  const boost::json::object& description(const std::string& contract);

  std::map<std::string, boost::json::object> descriptions_;
};

}  // namespace curante::conformance
