// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <semaphore>
#include <string>

namespace curante::accounts {

/// Argon2id. At most two passwords are worked on at a time: each takes tens of megabytes, and who
/// guesses shall wait. Safe from any thread.
class PasswordHasher {
 public:
  /// The default is OWASP's second set, about 50 ms here (DOMAIN 3.7).
  struct Cost {
    int64_t memory_mib = 46;
    int64_t passes = 1;
  };

  /// Throws Error{"setting-invalid"} for less than OWASP's least: 19 MiB.
  explicit PasswordHasher(Cost cost);

  std::string hash(const std::string& password);
  bool verify(const std::string& hash, const std::string& password);
  /// As long as a verification, for user names that do not exist: who asks cannot tell them apart.
  void waste(const std::string& password);
  /// The hash was made at another cost.
  bool outdated(const std::string& hash) const;

 private:
  Cost cost_;
  size_t memory_;
  std::counting_semaphore<2> places_{2};
  std::string nobody_;
};

}  // namespace curante::accounts
