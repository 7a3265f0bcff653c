// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "web/admin_server.hpp"

namespace sistema_ts {

/// A request to the admin port that cannot be done.
class AdminProblem : public std::runtime_error {
 public:
  AdminProblem(int status, std::string code, const std::string& message, std::string remedy)
      : std::runtime_error(message),
        status_(status),
        code_(std::move(code)),
        remedy_(std::move(remedy)) {}
  int status() const { return status_; }
  const std::string& code() const { return code_; }
  const std::string& remedy() const { return remedy_; }

 private:
  int status_;
  std::string code_;
  std::string remedy_;
};

struct AdminRequest {
  std::string method;
  std::string path;
  std::map<std::string, std::string> query;
  boost::json::object body;
};

/// Does what the admin port is asked. Throws AdminProblem. Safe to use from several threads.
boost::json::value administer(const AdminServer::Parts& parts, const AdminRequest& request);

}  // namespace sistema_ts
