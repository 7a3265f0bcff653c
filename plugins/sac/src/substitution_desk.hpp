// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "declaration_store.hpp"
#include "sistema_ts_client.hpp"

namespace curante::sac {

/// Declares substitutions at most once. The row is on disk as `sending` before the request leaves;
/// one without an answer is never sent again by itself, because the SAC cannot be asked whether it
/// arrived: the doctor looks it up and says so. Safe from any thread and any number of hosts.
class SubstitutionDesk {
 public:
  /// `in_flight_ms`: after this, no request is under way any more, wherever it began.
  SubstitutionDesk(postgres::Pool& pool, const SistemaTsClient& client,
                   std::function<Instant()> now, const std::string& practice, int64_t in_flight_ms,
                   dichiarazione_sostituzione::Assumptions assumptions)
      : pool_(pool),
        client_(client),
        now_(std::move(now)),
        store_(practice),
        in_flight_ms_(in_flight_ms),
        assumptions_(std::move(assumptions)) {}

  /// The holder's access must be complete.
  sistema_ts::Substitution declare(const accounts::Doctor& holder, const Credentials& who,
                                   const sistema_ts::Declare& call);
  sistema_ts::Substitution settle(const accounts::Doctor& holder, const Credentials& who,
                                  const sistema_ts::SettleDeclaration& call);
  sistema_ts::SubstitutionList list(const std::string& account);
  /// Takes away one that was not sent, and gives what is left. Throws Error{"declaration-unknown"},
  /// Error{"declaration-settled"}.
  sistema_ts::SubstitutionList discard(const std::string& account, const Id& id);

 private:
  sistema_ts::Substitution send(const accounts::Doctor& holder, const Credentials& who,
                                sistema_ts::Substitution it);
  /// Writes what became of what stands as `it.changed_at` says; else gives what stands there now.
  sistema_ts::Substitution settled(const std::string& account, sistema_ts::Substitution it);
  /// Sends what stands as `it`, unless another was first: then as that left it.
  sistema_ts::Substitution send_again(const accounts::Doctor& holder, const Credentials& who,
                                      sistema_ts::Substitution it);
  std::optional<sistema_ts::Substitution> find(const std::string& account, const Id& id);
  /// `sending` for longer than any request lasts is uncertain: its host has died.
  sistema_ts::Substitution as_it_stands(sistema_ts::Substitution it) const;

  postgres::Pool& pool_;
  const SistemaTsClient& client_;
  std::function<Instant()> now_;
  DeclarationStore store_;
  int64_t in_flight_ms_;
  dichiarazione_sostituzione::Assumptions assumptions_;
};

}  // namespace curante::sac
