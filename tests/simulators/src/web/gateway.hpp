// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "operations/operation.hpp"
#include "state/state_file.hpp"
#include "web/soap_request.hpp"

namespace sistema_ts {

/// Takes a request from HTTP to an operation and its answer back: credentials, second factor,
/// envelope, message rules, journal. Knows no sockets. Safe to use from several threads.
class Gateway {
 public:
  Gateway(const Knowledge& knowledge, StateFile& state);

  /// The name of the operation asked for, empty if there is none.
  std::string_view operation_of(const SoapRequest& request) const;
  /// Whether an operation of that name exists.
  bool has_operation(std::string_view name) const;
  HttpAnswer process(const SoapRequest& request);

 private:
  const Operation* find(const SoapRequest& request) const;
  bool serves(std::string_view path) const;
  const Identity& authenticate(const SoapRequest& request) const;
  void require_second_factor(const SoapRequest& request, const Identity& caller, Gate gate,
                             Clock::time_point now);
  std::string answer(const SoapRequest& request);

  const Knowledge& knowledge_;
  StateFile& state_;
  Operations operations_;
};

}  // namespace sistema_ts
