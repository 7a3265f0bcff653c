// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace curante::kernel {

/// What a recording's file says; its form is told in recording_body.hpp.
struct Recording {
  struct Call {
    boost::json::value request;
    boost::json::value reply;
    std::string error_code;  ///< empty code: it succeeded
  };

  std::string contract;
  uint32_t minor = 0;
  boost::json::object description;
  std::vector<std::pair<std::string, Call>> calls;  ///< by name, in their order

  /// Throws Error{"recording-unreadable"} naming the line.
  static Recording read(const std::string& file);
};

}  // namespace curante::kernel
