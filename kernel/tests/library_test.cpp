// SPDX-License-Identifier: Apache-2.0
#include "runtime/library.hpp"

#include <gtest/gtest.h>

#include "curante/error.hpp"
#include "plugins_in_test.hpp"

namespace curante::kernel {
namespace {

std::string code_of_loading(const PluginLaunch& launch) {
  try {
    load_library(launch.id, launch.library);
    return "loaded";
  } catch (const Error& e) {
    EXPECT_FALSE(e.remedy().empty()) << e.code();
    return e.code();
  }
}

TEST(Library, LoadsASoundOneAndFindsItsEntry) {
  const PluginLaunch launch = built("sound");
  const curante_plugin* entry = load_library(launch.id, launch.library);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(view(entry->id), "test.greeter");
  EXPECT_EQ(view(entry->version), "1.2.3");
}

TEST(Library, RefusesOthersByTheirFault) {
  EXPECT_EQ(code_of_loading(built("older_major")), "library-wrong-abi");
  EXPECT_EQ(code_of_loading(built("newer_major")), "library-wrong-abi");
  EXPECT_EQ(code_of_loading(built("other_entry_id")), "library-wrong-identity");
  EXPECT_EQ(code_of_loading(built("exports_nothing")), "library-exports-nothing");
  EXPECT_EQ(code_of_loading(built("sound", 100)), "library-unloadable");
  EXPECT_EQ(code_of_loading(built("sound", 0)), "library-unloadable");
}

TEST(Library, RefusesAnIncompleteEntry) {
  curante_plugin entry = *linked_entry<Guest>("test.guest");
  check_entry(entry, "test.guest");
  entry.services = nullptr;
  try {
    check_entry(entry, "test.guest");
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "library-exports-nothing");
  }
}

}  // namespace
}  // namespace curante::kernel
