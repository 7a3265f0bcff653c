// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "curante/contract.hpp"
#include "curante/fault.hpp"
#include "curante/guarded.hpp"
#include "curante/host.hpp"
#include "curante/schema.hpp"

namespace curante {

/// One contract that a plugin provides, as the host sees it. Owned by the plugin.
class Service {
 public:
  virtual ~Service() = default;
  const curante_service* edge() const { return &edge_; }

 protected:
  curante_service edge_{};
};

namespace detail {

/// What is thrown and is no Error was not foreseen: its text may hold anything, also personal data,
/// so it goes neither to the caller nor into the log.
[[noreturn, gnu::cold, gnu::noinline]] inline void unforeseen(const Host& host,
                                                              std::string_view contract,
                                                              uint32_t op,
                                                              const std::exception& e) {
  host.error(joined({"call ", decimal(op), " of ", contract,
                     " failed unexpectedly: ", fault_of(e)}));
  fail("internal-error", "si è verificato un errore interno",
              "riprovare; se continua, avvisare l'assistenza");
}

[[noreturn, gnu::cold, gnu::noinline]] inline void unknown_call(std::string_view contract) {
  fail("call-unknown", "this provider is older than the call that was asked of it",
              joined({"update the plugin that provides ", contract}));
}

template <ContractType C, class Provider>
class TypedService final : public Service {
 public:
  TypedService(const Host& host, Provider& provider) : host_(host), provider_(provider) {
    edge_ = curante_service{sizeof(curante_service),
                            minor<C>(),
                            str(C::id),
                            layout_hash<C>(),
                            this,
                            &TypedService::direct,
                            &TypedService::invoke,
                            &TypedService::describe};
  }

 private:
  static int32_t direct(void* self, const curante_context* context, uint32_t op,
                        const void* request, void* reply, const curante_failure* failure) {
    auto& it = *static_cast<TypedService*>(self);
    return it.run(failure, op, [&]<class Call>() {
      *static_cast<typename Call::Reply*>(reply) =
          it.provider_.on(it.host_.wrap(context), *static_cast<const Call*>(request));
    });
  }

  static int32_t invoke(void* self, const curante_call* call, const curante_failure* failure) {
    auto& it = *static_cast<TypedService*>(self);
    return it.run(failure, call->op, [&]<class Call>() {
      Call request{};
      decode(Source{call->in, call->request}, request);
      encode(Sink{call->out, call->out_self},
             static_cast<const typename Call::Reply&>(
                 it.provider_.on(it.host_.wrap(call->context), request)));
    });
  }

  static void describe(void*, const curante_writer* out, void* out_self) {
    const Sink sink{out, out_self};
    SchemaWriter(sink).template contract<C>();
  }

  template <class Run>
  int32_t run(const curante_failure* failure, uint32_t op, Run&& body) noexcept {
    return guarded(failure, [&] {
      try {
        select(op, std::forward<Run>(body));
      } catch (const Error&) {
        throw;
      } catch (const std::exception& e) {
        unforeseen(host_, C::id, op, e);
      }
    });
  }

  template <class Run>
  static void select(uint32_t op, Run&& run) {
    select_of(op, std::forward<Run>(run), typename C::Calls{});
  }
  template <class Run, class... Call>
  static void select_of(uint32_t op, Run&& run, Calls<Call...>) {
    uint32_t index = 0;
    const bool found = ((op == index++ ? (run.template operator()<Call>(), true) : false) || ...);
    if (!found) unknown_call(C::id);
  }

  Host host_;
  Provider& provider_;
};

}  // namespace detail

/// Offers `provider` as the contract `C`: it has an overload
/// `Reply on(const CallContext&, const Call&)` for each call. Overloads are called from any thread.
/// `provider` must outlive the service.
template <ContractType C, class Provider>
std::unique_ptr<Service> provide(const Host& host, Provider& provider) {
  return std::make_unique<detail::TypedService<C, Provider>>(host, provider);
}

}  // namespace curante
