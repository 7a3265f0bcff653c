// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::database {

/// A plugin's password, and what the server was last told to keep of it.
struct RolePassword {
  std::string password;
  std::string verifier;  ///< empty until the server has it
};

/// One file a role, mode 0600, outside the cluster: a copy of the cluster's files or of the
/// database holds no password. Calls for one role must not overlap.
class RolePasswords {
 public:
  explicit RolePasswords(std::string folder);

  /// The role's own, or a new one of 256 random bits.
  RolePassword get(const std::string& role) const;
  /// Replaces the file as a whole. Throws Error{"data-directory"}.
  void keep(const std::string& role, const RolePassword& password) const;

 private:
  std::string folder_;
};

}  // namespace curante::database
