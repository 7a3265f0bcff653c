// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runtime/host.hpp"

namespace curante::kernel {

/// Answers what the host's own tools ask over the local socket:
///   {"do":"directory"}
///   {"do":"call","contract","call","request","token"?}   a public call, as the token's user
///   {"do":"verbs"}                                        what the rooms contribute
///   {"do":"verb","arguments":[…],"directory"}             runs one; {"progress":…} lines come first
/// Each answer's last line has "done": {"done":true,"reply":…} or {"done":true,"error":{…}}.
class AdminRequests {
 public:
  using Send = std::function<void(const boost::json::object&)>;
  AdminRequests(Host& host, const std::vector<std::string>& operator_permissions, Send send);
  void answer(const std::string& line);

 private:
  boost::json::value run(const boost::json::object& request);
  boost::json::value call(const boost::json::object& request);
  boost::json::value verbs();
  boost::json::value verb(const boost::json::object& request);
  curante_context operator_context() const;
  curante_context user_context(const std::string& token) const;

  Host& host_;
  const std::vector<std::string>& operator_permissions_;
  Send send_;
};

}  // namespace curante::kernel
