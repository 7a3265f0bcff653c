// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "curante/error.hpp"
#include "curante/fault.hpp"

namespace curante {
namespace detail {

/// Tells `failure` of the exception that is being handled. In one place, not in every call: a
/// plugin has hundreds of them. The text of what is no Error stays here: it may quote anything,
/// also personal data.
[[gnu::cold, gnu::noinline]] inline int32_t tell(const curante_failure* failure) noexcept {
  const auto unforeseen = [&](std::string_view fault) {
    failure->set(failure->self, str("internal-error"), str(fault),
                 str("report this to the plugin's author"));
  };
  try {
    throw;
  } catch (const Error& e) {
    failure->set(failure->self, str(e.code()), str(e.message()), str(e.remedy()));
  } catch (const std::exception& e) {
    unforeseen(fault_of(e));
  } catch (...) {
    unforeseen("unknown exception");
  }
  return CURANTE_FAILED;
}

}  // namespace detail

/// Runs `body` at the C edge: whatever it throws is told to `failure`, nothing escapes.
template <class Body>
int32_t guarded(const curante_failure* failure, Body&& body) noexcept {
  try {
    body();
    return CURANTE_OK;
  } catch (...) {
    return detail::tell(failure);
  }
}

}  // namespace curante
