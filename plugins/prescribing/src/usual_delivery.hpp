// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/context.hpp"
#include "curante/postgres/pool.hpp"
#include "prescribing.hpp"

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

  /// Those of the practice after the account `after` (empty: from the first), in their order.
  std::vector<DoctorUsualDelivery> page(const std::string& practice, const std::string& after,
                                        size_t limit) const;
  int64_t count(const std::string& practice) const;
  /// Takes the place of the doctor's. A way that this region has not is kept and never chosen.
  /// Throws Error{"id-missing"} where no doctor or no way is named.
  void restore(const std::string& practice, const DoctorUsualDelivery& record);

 private:
  void put(const std::string& practice, const std::string& account, const std::string& mode);

  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
