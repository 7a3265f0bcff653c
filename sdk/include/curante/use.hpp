// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "curante/contract.hpp"
#include "curante/host.hpp"

namespace curante {

/// A plugin's reference to a contract that another plugin provides: one reference, whatever the
/// path behind it. Make it in the plugin's constructor [main]; ask from any thread, from `start` on.
/// The contract must be named under `uses` in the plugin's manifest.
template <ContractType C>
class Use {
 public:
  explicit Use(const Host& host, uint32_t index = 0)
      : binding_(host.binding()->bind(host.edge()->self, str(C::id), layout_hash<C>(), index)) {}

  /// False when the contract was declared optional and nobody provides it.
  explicit operator bool() const { return path() != CURANTE_PATH_NONE; }

  /// Makes the call and waits for the reply. Throws the provider's Error, or
  /// Error{"contract-unavailable"} when nobody provides the contract.
  template <class Call>
  typename Call::Reply ask(const CallContext& context, const Call& request) const {
    constexpr uint32_t op = op_of<C, Call>();
    typename Call::Reply reply{};
    FailureCatcher failure;
    uint32_t way = path();
    while (way == CURANTE_PATH_DIRECT) {
      const int32_t status = binding_->direct(binding_->self, context.handle(), op, &request,
                                              &reply, failure.edge());
      if (status != CURANTE_AGAIN) {
        failure.check(status);
        return reply;
      }
      way = path();
    }
    if (way == CURANTE_PATH_NONE) unavailable();
    const Exchange exchange{binding_, binding_->open(binding_->self, context.handle(), op)};
    encode(Sink{exchange.it->out, exchange.it->out_self}, request);
    failure.check(binding_->send(exchange.it, failure.edge()));
    decode(Source{exchange.it->in, exchange.it->reply}, reply);
    return reply;
  }

  /// False when the manifest names no (such) provider at all.
  bool named() const { return binding_ != nullptr; }
  std::string provider() const { return binding_ ? std::string(view(binding_->provider)) : ""; }
  /// Why this path and no faster one.
  std::string why() const { return binding_ ? std::string(view(binding_->reason)) : "not bound"; }

 private:
  /// The host may cut a way while other threads use it.
  uint32_t path() const {
    if (binding_ == nullptr) return CURANTE_PATH_NONE;
    return __atomic_load_n(&binding_->path, __ATOMIC_ACQUIRE);
  }

  struct Exchange {
    const curante_binding* binding;
    curante_exchange* it;
    ~Exchange() { binding->close(it); }
  };

  [[noreturn, gnu::cold]] static void unavailable() {
    throw Error("contract-unavailable",
                std::string(C::id) + " is not bound: nobody provides it, or the plugin that asks does "
                "not name it in its manifest",
                "see `curante plugins` for who should provide it; a plugin names under «uses» all "
                "that it asks for");
  }

  const curante_binding* binding_;
};

/// All providers of a plural contract, in the order of the manifest, also those that do not run: test
/// each before asking. Make it in the plugin's constructor [main].
template <ContractType C>
std::vector<Use<C>> use_each(const Host& host) {
  static_assert(is_plural<C>(), "this contract has one provider: Use<> is enough");
  std::vector<Use<C>> all;
  for (uint32_t i = 0;; ++i) {
    Use<C> one(host, i);
    if (!one.named()) return all;
    all.push_back(one);
  }
}

}  // namespace curante
