// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "audit.hpp"
#include "curante/context.hpp"
#include "curante/postgres/pool.hpp"
#include "rules/id.hpp"

namespace curante::chart {

/// The audit, where there is one.
struct Audit {
  std::function<bool()> is_there;
  /// Throws Error when it does not take it.
  std::function<void(const CallContext&, const audit::Append&)> append;
  std::function<void()> retry_later;  ///< something in the trail could not be told
};

/// Whom replacements of ASL codes changed, until the audit knows: each patient by name of the call,
/// since the call itself stands there once and names nobody. Kept in the replacement's transaction,
/// so that it outlives the process; what was told just before a process died is told again.
/// Safe from any thread.
class AslTrail {
 public:
  AslTrail(std::string practice, Audit audit)
      : practice_(std::move(practice)), audit_(std::move(audit)) {}

  void add(pqxx::transaction_base& tx, const CallContext& context, const std::string& action,
           const std::vector<Id>& patients) const;

  /// Tells what was done under `action`, or whatever there is where it is empty. Throws what the
  /// audit throws: then the rest stays.
  void tell(postgres::Pool& pool, const CallContext& context, const std::string& action) const;

 private:
  bool tell_some(pqxx::transaction_base& tx, const CallContext& context,
                 const std::string& action) const;

  std::string practice_;
  Audit audit_;
};

}  // namespace curante::chart
