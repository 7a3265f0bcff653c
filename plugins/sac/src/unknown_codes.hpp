// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"
#include "metrics.hpp"

namespace curante::sac {

/// Counts the service's codes for which there is no text yet, in the database for all hosts.
/// `told(code, how often)` is called for each. Safe from any thread.
class UnknownCodes {
 public:
  using Told = std::function<void(const std::string& code, int64_t seen)>;
  UnknownCodes(postgres::Pool& pool, std::string practice, Told told)
      : pool_(pool), practice_(std::move(practice)), told_(std::move(told)) {}

  void count(const std::vector<std::string>& codes, Instant at);
  /// How often each was seen, by all hosts together.
  metrics::Figure figure() const;

 private:
  postgres::Pool& pool_;
  std::string practice_;
  Told told_;
};

}  // namespace curante::sac
