// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <deque>
#include <string>

#include "runtime/gate.hpp"
#include "runtime/launch_plan.hpp"
#include "runtime/tree.hpp"

namespace curante::kernel {

/// One consumer's way to one provider of a contract: what stands behind a plugin's `Use<>`.
///
/// Each call goes through here on any path, so that depth and deadline are checked, the provider
/// learns who calls, and its gate counts the call. Made, connected and cut on the main thread, also
/// while other threads call.
class Binding {
 public:
  /// As planned: `provider` is one of the plan's providers, or empty when there is none.
  /// `caller_folder`: the consumer's, for its providers.
  Binding(const BindingLaunch& plan, std::string provider, std::string caller_folder = {});
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  /// What the consumer was compiled with. When the provider differs, the path falls to marshalled.
  void expect_layout(uint64_t hash) { consumer_layout_ = hash; }
  /// Leads to a service, which must live until after the next connect or cut and a drained gate.
  void connect(const curante_service* service, Gate& gate, uint32_t path, std::string reason);
  /// Takes path and reason from a new plan, if that has this way; the next connect obeys them.
  void replan(const std::vector<BindingLaunch>& plans);
  /// Calls answer "contract-unavailable" from now on.
  void cut(std::string reason);

  const curante_binding* edge() const { return &edge_; }
  const BindingLaunch& plan() const { return plan_; }
  const std::string& provider() const { return provider_; }
  std::string_view reason() const { return route()->reason; }
  uint32_t path() const { return route()->path; }

 private:
  struct Exchange;
  /// Where calls go. Kept for the binding's life, since callers read it without a lock.
  struct Route {
    const curante_service* service = nullptr;
    Gate* gate = nullptr;
    uint32_t path = CURANTE_PATH_NONE;
    std::string reason;
  };
  class Passage;

  const Route* route() const { return route_.load(std::memory_order_seq_cst); }
  void lead(Route route);
  static int32_t direct(void* self, const curante_context* context, uint32_t op,
                        const void* request, void* reply, const curante_failure* failure);
  static curante_exchange* open(void* self, const curante_context* context, uint32_t op);
  static int32_t send(curante_exchange* exchange, const curante_failure* failure);
  static void close(curante_exchange* exchange);

  BindingLaunch plan_;
  std::string provider_, caller_folder_;
  uint64_t consumer_layout_ = 0;
  std::deque<Route> routes_;
  std::atomic<const Route*> route_ = nullptr;
  curante_binding edge_{};
};

/// "none", "direct", "marshalled" or "isolated".
std::string_view path_name(uint32_t path);

/// Throws Error{"call-too-deep"} when this thread is as deep in calls and events as it may be.
void check_depth(std::string_view what);
/// Throws Error{"call-too-deep", "deadline-passed"} when a call must not go on.
void check_call(const curante_context& context, std::string_view contract);

/// Makes a marshalled call with trees on both sides. `caller` is who asks. Throws Error. The caller
/// of this function holds a pass of the provider's gate.
boost::json::value invoke(const curante_service& service, std::string_view provider,
                          std::string_view caller, const curante_context* context, uint32_t op,
                          const boost::json::value& request);

}  // namespace curante::kernel
