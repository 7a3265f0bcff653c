// SPDX-License-Identifier: Apache-2.0
// Every call of every contract through Mock and Fake, on the direct path and marshalled by the
// kernel.
#include "curante/testing/mock.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "curante/testing/caller.hpp"
#include "curante/testing/fake.hpp"
#include "every_contract.hpp"
#include "filled.hpp"
#include "on_path.hpp"

namespace curante::testing {
namespace {

template <class Provider>
struct Holder {
  Provider& provider() { return provider_; }

 private:
  Provider provider_;
};

template <class Contract, template <class> class Provider, uint32_t Path>
using On = conformance::OnPath<Contract, Holder<Provider<Contract>>, Path>;

template <class T>
std::string text(const T& value) {
  return kernel::to_text(kernel::to_tree(value));
}

template <class Contract, class Body>
void each_call(Body body) {
  using Tagged = boost::mp11::mp_transform<std::type_identity, typename Contract::Calls>;
  boost::mp11::mp_for_each<Tagged>([&](auto call) { body(call); });
}

template <class Contract, uint32_t Path>
void mock_answers_each_call() {
  On<Contract, Mock, Path> consumer;
  auto& mock = consumer.provider();
  each_call<Contract>([&](auto tag) {
    using Call = typename decltype(tag)::type;
    using Reply = typename Call::Reply;
    SCOPED_TRACE(type_name<Call>());
    EXPECT_EQ(code_of([&] { consumer.ask(Call{}); }), "mock-unscripted");
    mock.template answer<Call>(filled<Reply>()).template fail<Call>(Error("code-unknown", "no"));
    mock.template on<Call>([](const CallContext&, const Call&) { return Reply{}; });
    EXPECT_EQ(text(consumer.ask(filled<Call>())), text(filled<Reply>()));
    EXPECT_EQ(code_of([&] { consumer.ask(Call{}); }), "code-unknown");
    EXPECT_EQ(text(consumer.ask(Call{})), text(Reply{}));
    EXPECT_EQ(text(consumer.ask(Call{})), text(Reply{})) << "the last answer goes on";
    const std::vector<Call> received = mock.template calls<Call>();
    ASSERT_EQ(received.size(), 5u);
    EXPECT_EQ(text(received[1]), text(filled<Call>()));
  });
}

template <class Contract, uint32_t Path>
void fake_answers_each_call() {
  On<Contract, Fake, Path> consumer;
  each_call<Contract>([&](auto tag) {
    using Call = typename decltype(tag)::type;
    using Reply = typename Call::Reply;
    SCOPED_TRACE(type_name<Call>());
    EXPECT_EQ(text(consumer.ask(Call{})), text(Reply{}));
    consumer.provider().template answer<Call>(filled<Reply>());
    EXPECT_EQ(text(consumer.ask(Call{})), text(filled<Reply>()));
  });
}

template <class Contract>
class EveryContractHas : public ::testing::Test {};
using ContractTypes = boost::mp11::mp_rename<EveryContract, ::testing::Types>;
TYPED_TEST_SUITE(EveryContractHas, ContractTypes);

TYPED_TEST(EveryContractHas, AMockOnTheDirectPath) {
  mock_answers_each_call<TypeParam, CURANTE_PATH_DIRECT>();
}
TYPED_TEST(EveryContractHas, AMockOnTheMarshalledPath) {
  mock_answers_each_call<TypeParam, CURANTE_PATH_MARSHALLED>();
}
TYPED_TEST(EveryContractHas, AFakeOnTheDirectPath) {
  fake_answers_each_call<TypeParam, CURANTE_PATH_DIRECT>();
}
TYPED_TEST(EveryContractHas, AFakeOnTheMarshalledPath) {
  fake_answers_each_call<TypeParam, CURANTE_PATH_MARSHALLED>();
}

TEST(Mock, NamesContractAndCallThatHaveNoScript) {
  Mock<clock::Contract> mock;
  try {
    mock.on(Caller({}, {}).context(), clock::Move{});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "mock-unscripted");
    EXPECT_EQ(e.message(), "the mock of clock/1 has no answer to Move");
  }
}

TEST(Mock, SeesOnWhoseBehalfItIsAsked) {
  Mock<clock::Contract> mock;
  std::string station;
  mock.on<clock::Now>([&](const CallContext& context, const clock::Now&) {
    station = context.station();
    return clock::Reading{};
  });
  const Caller caller({{"station", "desk-1"}}, {});
  mock.on(caller.context(), clock::Now{});
  EXPECT_EQ(station, "desk-1");
}

TEST(Mock, NotesEveryRequestOfSeveralThreads) {
  Fake<clock::Contract> fake;
  const Caller caller({}, {});
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 500; ++k) fake.on(caller.context(), clock::Move{k});
    });
  }
  for (std::thread& it : threads) it.join();
  int64_t sum = 0;
  for (const clock::Move& call : fake.calls<clock::Move>()) sum += call.by_ms;
  EXPECT_EQ(sum, 4 * 499 * 500 / 2);
}

}  // namespace
}  // namespace curante::testing
