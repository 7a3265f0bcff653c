// SPDX-License-Identifier: Apache-2.0
#include "cli/project_names.hpp"

#include <gtest/gtest.h>

#include "curante/error.hpp"
#include "golden.hpp"

namespace curante::kernel {
namespace {

/// What is said of a project by these names; nothing of a good one. Of what it provides and uses
/// the SDK has clock/1 and red-recipes/1.
std::string said_of(const std::string& id, std::vector<std::string> provides,
                    std::vector<std::string> uses = {}) {
  ProjectNames names{id, std::move(provides), std::move(uses), {}, {"clock", "red_recipes"}};
  for (const std::string& contract : names.provides) {
    if (contract != "clock/1" && contract != "red-recipes/1") names.own.push_back(contract);
  }
  try {
    check_names(names);
    return "";
  } catch (const Error& e) {
    return e.code() + "  " + e.message() + " (" + e.remedy() + ")\n";
  }
}

TEST(ProjectNames, OfWhichCodeCanBeMadeAreTaken) {
  EXPECT_EQ(said_of("it.example.hello", {"hello/1"}, {"clock/1"}), "");
  EXPECT_EQ(said_of("it.example.to-do2", {"to-do2/1", "red-recipes/1"}, {"clock/1"}), "");
  EXPECT_EQ(said_of("it.example.class", {"lessons/1"}), "") << "the class is named Class";
}

TEST(ProjectNames, OfWhichNoneCanAreRefused) {
  std::string text;
  for (const char* room : {"2fast", "-x", "x-", "a--b", "answers"}) {
    text += said_of(std::string("it.example.") + room, {"hello/1"});
  }
  for (const char* contract : {"2fast/1", "a--b/1", "-/1", "class/1", "co-await/1", "unix/1",
                               "std/1", "curante/1", "to-json/1", "answers/1", "clock/2"}) {
    text += said_of("it.example.hello", {contract});
  }
  text += said_of("it.example.clock", {"clock/1"}, {"clock/1"});
  text += said_of("it.example.hello", {"hello/1", "hello/2"});
  text += said_of("it.example.hello", {"hello/1"}, {"clock/1", "clock/1"});
  expect_golden("project_names", text);
}

}  // namespace
}  // namespace curante::kernel
