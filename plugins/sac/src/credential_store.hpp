// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"
#include "secret_box.hpp"
#include "soap_channel.hpp"

namespace curante::sac {

/// A doctor's access to Sistema TS, opened. Never logged.
struct Credentials {
  std::string user, password, pincode, token;
  std::string token_until;  ///< ISO instant, or empty
  std::optional<Date> password_changed_on;
  std::string problem;      ///< what the service said of them last; empty: nothing bad
  int revision = 0;         ///< of what was read: the access and its token, not what is said of them

  bool complete() const { return !user.empty() && !password.empty() && !pincode.empty(); }
  Authorization authorization() const { return {user, password, token}; }
};

/// Keeps the doctors' access, what is secret sealed. Safe from any thread.
class CredentialStore {
 public:
  CredentialStore(postgres::Pool& pool, const SecretBox& box, std::string practice)
      : pool_(pool), box_(box), practice_(std::move(practice)) {}

  /// An account without saved access gives empty credentials; secrets that do not open (another
  /// practice key) are empty, and `problem` says so.
  Credentials load(const std::string& account) const;
  /// Writes revision + 1. False when the access is no longer the one that was read.
  bool save(const std::string& account, const Credentials& credentials, const std::string& now);
  /// What came of a question about the access of that revision; each writes its own columns alone,
  /// and is false when the access was changed since. `keep_token` writes revision + 1.
  bool keep_token(const std::string& account, int revision, const std::string& token,
                  const std::string& until, const std::string& now);
  bool keep_verdict(const std::string& account, int revision, const std::string& token_until,
                    const std::string& problem, const std::string& now);
  /// Notes what the service said of the access of that revision; empty: it accepted it.
  void note_problem(const std::string& account, int revision, const std::string& problem,
                    const std::string& now);
  /// Of the access as it stands.
  void note_problem(const std::string& account, const std::string& problem, const std::string& now);

 private:
  postgres::Pool& pool_;
  const SecretBox& box_;
  std::string practice_;
};

}  // namespace curante::sac
