// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench_contract.hpp"
#include "curante/plugin.hpp"

namespace curante::bench {

/// Linked into the measuring program: it asks for what the loaded plugins provide.
class CallerPlugin : public Plugin {
 public:
  explicit CallerPlugin(const curante::Host& host) : host(host), target(host) { self = this; }
  static inline CallerPlugin* self = nullptr;
  curante::Host host;
  Use<Contract> target;
};

inline const curante_plugin caller_entry = {sizeof(curante_plugin),
                                            CURANTE_ABI_MAJOR,
                                            CURANTE_ABI_MINOR,
                                            str("bench.caller"),
                                            str("1.0.0"),
                                            &detail::Instance<CallerPlugin>::create,
                                            &detail::Instance<CallerPlugin>::start,
                                            &detail::Instance<CallerPlugin>::ready,
                                            &detail::Instance<CallerPlugin>::stop,
                                            &detail::Instance<CallerPlugin>::destroy,
                                            &detail::Instance<CallerPlugin>::services};

}  // namespace curante::bench
