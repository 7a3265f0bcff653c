// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace sistema_ts {

/// What of an HTTP request the services look at; can be kept and processed later.
struct SoapRequest {
  std::string method;
  std::string path;
  std::string action;  ///< SOAPAction, without its quotes
  std::string content_type;
  std::string authorization;
  std::string second_factor;  ///< Authorization2F
  std::string body;
};

struct HttpAnswer {
  int status = 200;
  std::string body;
};

}  // namespace sistema_ts
