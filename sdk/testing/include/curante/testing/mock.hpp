// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "curante/contract.hpp"
#include "curante/testing/call_script.hpp"

namespace curante::testing {

namespace detail {
template <class List>
struct Scripts;
template <class... Call>
struct Scripts<Calls<Call...>> {
  using type = std::tuple<CallScript<Call>...>;
};
}  // namespace detail

/// A provider of any contract that answers by script. Give it to TestHost or to `provide<>`.
///
///   Mock<clock::Contract> clock;
///   clock.answer<clock::Now>(morning).answer<clock::Now>(evening);   // and evening from then on
///   clock.fail<clock::Move>(Error("contract-unavailable", "…"));
///   clock.on<clock::Now>([&](const CallContext& context, const clock::Now&) { … });
///   EXPECT_EQ(clock.calls<clock::Now>().size(), 2u);
///
/// A call without a script throws Error{"mock-unscripted"}. Safe to use from several threads.
template <ContractType Contract>
class Mock {
 public:
  Mock() = default;

  /// Answers by computing.
  template <class Call>
  Mock& on(typename CallScript<Call>::Answer answer) {
    script<Call>().then(std::move(answer));
    return *this;
  }
  template <class Call>
  Mock& answer(typename Call::Reply reply) {
    return on<Call>([reply = std::move(reply)](const CallContext&, const Call&) { return reply; });
  }
  template <class Call>
  Mock& fail(Error error) {
    return on<Call>([error = std::move(error)](const CallContext&, const Call&) ->
                    typename Call::Reply { throw error; });
  }

  /// The requests received so far, oldest first.
  template <class Call>
  std::vector<Call> calls() const {
    return std::get<CallScript<Call>>(scripts_).received();
  }

  /// What `provide<>` calls.
  template <class Call>
  typename Call::Reply on(const CallContext& context, const Call& request) {
    if (const auto answer = script<Call>().next(request)) return (*answer)(context, request);
    if (defaults_) return {};
    throw Error("mock-unscripted",
                "the mock of " + std::string(Contract::id) + " has no answer to " +
                    std::string(type_name<Call>()),
                "give it one with on<>, answer<> or fail<>, or use a Fake");
  }

 protected:
  struct WithDefaults {};
  explicit Mock(WithDefaults) : defaults_(true) {}

 private:
  template <class Call>
  CallScript<Call>& script() {
    return std::get<CallScript<Call>>(scripts_);
  }

  typename detail::Scripts<typename Contract::Calls>::type scripts_;
  bool defaults_ = false;
};

}  // namespace curante::testing
