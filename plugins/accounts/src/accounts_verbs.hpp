// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts_service.hpp"
#include "verbs.hpp"

namespace curante::accounts {

/// `accounts list` and `accounts set-password USER --password-file FILE`.
class AccountsVerbs {
 public:
  explicit AccountsVerbs(AccountsService& service) : service_(service) {}
  verbs::VerbList on(const CallContext& context, const verbs::List&);
  verbs::Outcome on(const CallContext& context, const verbs::Run& call);

 private:
  AccountsService& service_;
};

}  // namespace curante::accounts
