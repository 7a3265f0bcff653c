// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "curante/postgres/pool.hpp"
#include "terminology.hpp"

namespace curante::terminology {

/// Finds outpatient services while somebody types. In the usual order (beginning, word, middle),
/// and among equals what a practice prescribes every day first. Safe to use from any thread.
class ServiceSearch {
 public:
  /// Catalogue codes are those of `region`, 3 digits; empty: none. What is known of services is
  /// known `today`.
  ServiceSearch(postgres::Pool& pool, std::string region, std::function<Date()> today)
      : pool_(pool), region_(std::move(region)), today_(std::move(today)) {}

  OutpatientServiceList services(const SearchServices& request) const;
  /// Throws Error{"code-unknown"}.
  OutpatientService service(const GetService& request) const;

 private:
  postgres::Pool& pool_;
  std::string region_;
  std::function<Date()> today_;
};

}  // namespace curante::terminology
