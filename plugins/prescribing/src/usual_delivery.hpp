// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/context.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::prescribing {

/// How each doctor's recipes usually get to their patients, where that is not as in the region.
/// Safe from any thread.
class UsualDeliveries {
 public:
  explicit UsualDeliveries(postgres::Pool& pool) : pool_(pool) {}

  /// The mode that the user has for usual; empty: none.
  std::string of(const CallContext& context) const;
  /// An empty mode: none any more. Throws Error{"author-missing"} where there is no user.
  void save(const CallContext& context, const std::string& mode);

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
