// SPDX-License-Identifier: Apache-2.0
// Errors that the SDK's header-only code raises on either side of the edge.
#include <gtest/gtest.h>

#include <stdexcept>

#include "curante/bytes.hpp"
#include "curante/codec.hpp"
#include "curante/guarded.hpp"
#include "curante/moment.hpp"
#include "libraries/greeting.hpp"
#include "runtime/tree.hpp"

namespace curante::kernel {
namespace {

template <class Run>
std::string code_of(Run&& run) {
  try {
    run();
    return "done";
  } catch (const Error& e) {
    return e.code();
  }
}

TEST(SdkError, RefusesTextsThatAreNoMoment) {
  EXPECT_EQ(code_of([] { Date::parse("2026-02-29"); }), "invalid-date");
  EXPECT_EQ(code_of([] { Instant::parse("2026-11-23 17:20"); }), "invalid-instant");
}

TEST(SdkError, RefusesTextsThatAreNoBytes) {
  for (const char* bad : {"abc", "ab=c", "a$cd"}) {
    EXPECT_EQ(code_of([&] { from_base64(bad); }), "invalid-base64") << bad;
  }
}

TEST(SdkError, RefusesAMemberOfTheWrongType) {
  EXPECT_EQ(code_of([] { from_tree<greeting::Greet>(parse_text(R"({"name":5})")); }),
            "invalid-value");
  EXPECT_EQ(from_tree<greeting::Greet>(parse_text(R"({"unknown":5})")).name, "");
}

TEST(SdkError, LetsNoExceptionCrossTheEdge) {
  FailureCatcher failure;
  const int32_t status = guarded(failure.edge(), [] { throw std::runtime_error("oh"); });
  EXPECT_EQ(status, CURANTE_FAILED);
  try {
    failure.check(status);
    FAIL() << "nothing was told";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "internal-error");
    // What it says may quote a patient's row: its type is enough for the plugin's author.
    EXPECT_EQ(e.message(), "std::runtime_error");
  }
  FailureCatcher other;
  EXPECT_EQ(code_of([&] { other.check(guarded(other.edge(), [] { throw 5; })); }),
            "internal-error");
}

TEST(SdkError, NamesAFailureThatSaysNothing) {
  FailureCatcher failure;
  EXPECT_EQ(code_of([&] { failure.check(CURANTE_FAILED); }), "failed-without-reason");
}

}  // namespace
}  // namespace curante::kernel
