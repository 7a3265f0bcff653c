// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>

#include "runtime/tree.hpp"

namespace curante::kernel {

/// One consumer's way to one provider of a contract: what stands behind a plugin's `Use<>`.
///
/// Each call goes through here on either path, so that depth and deadline are checked and the
/// provider learns who calls. Made and connected on the main thread before the consumer starts;
/// called from any thread.
class Binding {
 public:
  Binding(std::string consumer, std::string contract);
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  /// Connects to a provider's service. `path` is what the resolver chose.
  void connect(const curante_service* service, std::string provider, uint32_t path,
               std::string reason);
  /// What the consumer was compiled with. When the provider differs, the path falls to marshalled.
  void expect_layout(uint64_t hash) { consumer_layout_ = hash; }
  /// Cuts the way for good: calls answer "contract-unavailable" with `reason`. Main thread, also
  /// while others call.
  void cut(std::string reason);

  const curante_binding* edge() const { return &edge_; }
  const std::string& consumer() const { return consumer_; }
  const std::string& contract() const { return contract_; }
  const std::string& provider() const { return provider_; }
  const std::string& reason() const { return path() == CURANTE_PATH_NONE ? cut_ : reason_; }
  uint32_t path() const { return __atomic_load_n(&edge_.path, __ATOMIC_ACQUIRE); }

 private:
  struct Exchange;

  /// Throws Error when the call must not go on.
  void check(const curante_context* context) const;
  static int32_t direct(void* self, const curante_context* context, uint32_t op,
                        const void* request, void* reply, const curante_failure* failure);
  static curante_exchange* open(void* self, const curante_context* context, uint32_t op);
  static int32_t send(curante_exchange* exchange, const curante_failure* failure);
  static void close(curante_exchange* exchange);

  std::string consumer_, contract_, provider_, reason_, cut_;
  const curante_service* service_ = nullptr;
  uint64_t consumer_layout_ = 0;
  curante_binding edge_{};
};

/// Makes a marshalled call with trees on both sides. `caller` is who asks. Throws Error.
boost::json::value invoke(const curante_service& service, std::string_view provider,
                          std::string_view caller, const curante_context* context, uint32_t op,
                          const boost::json::value& request);

}  // namespace curante::kernel
