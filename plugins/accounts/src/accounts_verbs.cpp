// SPDX-License-Identifier: Apache-2.0
#include "accounts_verbs.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

namespace curante::accounts {

verbs::VerbList AccountsVerbs::on(const CallContext&, const verbs::List&) {
  return {{{"accounts list", "the users of the practice", ""},
           {"accounts set-password", "gives a user a new password and ends their sessions",
            "USER --password-file FILE"}}};
}

verbs::Outcome AccountsVerbs::on(const CallContext& context, const verbs::Run& call) {
  if (call.words == "accounts list") {
    std::string out;
    for (const Account& it : service_.on(context, ListAccounts{}).accounts) {
      out += fmt::format("{:<20} {:<16} {:<8} {}\n", it.user_name,
                         boost::describe::enum_to_string(it.role, ""),
                         it.locked   ? "locked"
                         : it.active ? "active"
                                     : "inactive",
                         it.display_name);
    }
    return {0, out};
  }
  if (call.words != "accounts set-password" || call.arguments.size() != 3 ||
      call.arguments[1] != "--password-file") {
    return {2, "usage: curante accounts set-password USER --password-file FILE\n"};
  }
  std::ifstream file(std::filesystem::path(call.directory) / call.arguments[2]);
  std::string password;
  std::getline(file, password);
  if (!file && password.empty()) {
    return {1, "the file " + call.arguments[2] + " cannot be read by the host's user\n"};
  }
  service_.set_password(call.arguments[0], password);
  return {0, "the password of " + call.arguments[0] + " was changed\n"};
}

}  // namespace curante::accounts
