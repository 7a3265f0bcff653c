// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "curante/abi_tag.hpp"
#include "curante/provide.hpp"
#include "curante/use.hpp"

namespace curante {

/// The base of a plugin. Derive, construct from a Host, override what is needed, and put
/// `CURANTE_PLUGIN(YourClass, contracts it uses or provides…)` at the end of one source file.
///
/// All functions run on the host's main thread. The constructor does no I/O and starts no thread.
/// What `start` or `ready` throws makes this plugin fail alone.
class Plugin {
 public:
  virtual ~Plugin() = default;
  virtual void start() {}  ///< root to leaf: what it uses already runs
  virtual void ready() {}  ///< leaf to root: what uses it has started
  virtual void stop() {}   ///< end threads; afterwards no call arrives
  /// The contracts provided; asked once, after construction.
  virtual std::vector<Service*> services() { return {}; }
};

namespace detail {

template <ContractType C>
constexpr LayoutRecord layout_record() {
  LayoutRecord record{};
  static_assert(C::id.size() < sizeof record.contract);
  copy_text(record.contract, C::id);
  record.hash = layout_hash<C>();
  return record;
}

/// A living plugin behind the C edge. Each function runs once in its life: small code is worth more
/// than fast code.
template <class P>
struct Instance {
  Host host;
  P plugin;
  std::vector<Service*> provided;
  std::unique_ptr<const curante_service*[]> list;

  [[gnu::cold]] explicit Instance(const curante_host* edge)
      : host(edge),
        plugin(host),
        provided(plugin.services()),
        list(new const curante_service*[provided.size()]) {
    for (size_t i = 0; i < provided.size(); ++i) list[i] = provided[i]->edge();
  }

  [[gnu::cold]] static int32_t create(const curante_host* edge, void** self,
                                      const curante_failure* failure) {
    return guarded(failure, [&] { *self = new Instance(edge); });
  }
  [[gnu::cold]] static int32_t start(void* self, const curante_failure* failure) {
    return guarded(failure, [&] { static_cast<Instance*>(self)->plugin.start(); });
  }
  [[gnu::cold]] static int32_t ready(void* self, const curante_failure* failure) {
    return guarded(failure, [&] { static_cast<Instance*>(self)->plugin.ready(); });
  }
  [[gnu::cold]] static void stop(void* self) {
    auto& it = *static_cast<Instance*>(self);
    FailureCatcher failure;
    try {
      failure.check(guarded(failure.edge(), [&] { it.plugin.stop(); }));
    } catch (const Error& e) {
      it.host.error(joined({"stop failed: ", e.message()}));
    }
  }
  [[gnu::cold]] static void destroy(void* self) { delete static_cast<Instance*>(self); }
  [[gnu::cold]] static size_t services(void* self, const curante_service* const** list) {
    auto& it = *static_cast<Instance*>(self);
    *list = it.list.get();
    return it.provided.size();
  }
};

}  // namespace detail
}  // namespace curante

/// Makes `P` the plugin of this library. Then name every contract it uses or provides: their layout
/// hashes go into an ELF section that the host reads before any code of the library runs.
/// CURANTE_PLUGIN_ID and CURANTE_PLUGIN_VERSION come from plugin.info, through
/// curante_add_plugin().
#define CURANTE_PLUGIN(P, ...)                                                                   \
  [[gnu::used,                                                                                   \
    gnu::section(".curante.abi")]] static constexpr ::curante::detail::AbiTag curante_abi_tag =  \
      ::curante::detail::abi_tag();                                                              \
  template <class... C>                                                                          \
  static constexpr std::array<::curante::detail::LayoutRecord, sizeof...(C)> curante_layouts() { \
    return {::curante::detail::layout_record<C>()...};                                           \
  }                                                                                              \
  [[gnu::used, gnu::section(".curante.layouts")]] static constexpr auto curante_layout_table =   \
      curante_layouts<__VA_ARGS__>();                                                            \
  extern "C"                                                                                     \
      [[gnu::used, gnu::visibility("default")]] const curante_plugin curante_plugin_entry = {    \
          sizeof(curante_plugin),                                                                \
          CURANTE_ABI_MAJOR,                                                                     \
          CURANTE_ABI_MINOR,                                                                     \
          ::curante::str(CURANTE_PLUGIN_ID),                                                     \
          ::curante::str(CURANTE_PLUGIN_VERSION),                                                \
          &::curante::detail::Instance<P>::create,                                               \
          &::curante::detail::Instance<P>::start,                                                \
          &::curante::detail::Instance<P>::ready,                                                \
          &::curante::detail::Instance<P>::stop,                                                 \
          &::curante::detail::Instance<P>::destroy,                                              \
          &::curante::detail::Instance<P>::services}
