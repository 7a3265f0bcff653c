// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <typeinfo>

#include "curante/error.hpp"
#include "curante/joined.hpp"

namespace curante {

/// Reads the SQLSTATE of what a database library threw; sdk/postgres puts its reader here, so that
/// nothing else knows that library. Empty: none. Set before any thread of the room starts.
using SqlStateReader = std::string (*)(const std::exception&);
inline SqlStateReader sql_state_reader = nullptr;

/// What may be written to a log of something thrown: the code of an Error; of anything else its type
/// and, from a database, its SQLSTATE: "pqxx::unique_violation 23505".
///
/// Never its text. Rationale: PostgreSQL quotes the row that it refuses ("Key (fiscal_code)=(…)"), a
/// parser the word at which it stopped, and a log is read by people who may not read a chart.
[[gnu::cold, gnu::noinline]] inline std::string fault_of(const std::exception& thrown) {
  if (const auto* error = dynamic_cast<const Error*>(&thrown)) return error->code();
  const char* name = typeid(thrown).name();
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> readable(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  const std::string state = sql_state_reader == nullptr ? "" : sql_state_reader(thrown);
  return detail::joined({readable ? readable.get() : name, state.empty() ? "" : " ", state});
}

}  // namespace curante
