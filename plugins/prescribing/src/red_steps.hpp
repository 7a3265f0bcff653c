// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "neighbours.hpp"

namespace curante::prescribing {

/// Keeps recipes in step with their red forms: one cancelled there is withdrawn, one reprinted has
/// its new code, and one that came for a recipe withdrawn meanwhile is voided. An event is only the
/// occasion: what changed is asked for from the last position that was followed, so that nothing is
/// missed while this room was down or when an event was lost. A form is asked to be void once: when
/// the ministry does not take its cancellation, a person goes on. Safe from any thread and several
/// hosts.
class RedSteps {
 public:
  RedSteps(const Host& host, const Neighbours& neighbours, postgres::Pool& pool)
      : host_(host), neighbours_(neighbours), pool_(pool) {}

  /// Follows all that changed. Never throws: what failed is followed the next time.
  void follow();

 private:
  struct Applied {
    bool moved = false;                      ///< else another was faster, or there are orphans
    std::vector<red_recipes::Form> orphans;  ///< of withdrawn recipes, to be voided first
  };

  void follow_all();
  void void_form(const CallContext& context, const red_recipes::Form& form) const;
  int64_t position(const std::string& practice);
  /// Follows the changes after `from` and moves on, in one transaction. `voided`: recipes whose
  /// forms were voided on the way.
  Applied apply(const std::string& practice, int64_t from, const red_recipes::ChangeList& changes,
                const std::set<std::string>& voided);

  Host host_;
  const Neighbours& neighbours_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
