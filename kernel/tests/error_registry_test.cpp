// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// sdk/errors.txt: a code at the margin, below it "  meaning  …" and "  remedy   …".
struct Registry {
  std::map<std::string, int> codes;  ///< code → how many of its two lines it has
  std::string fault;
};
Registry read_registry() {
  Registry registry;
  std::ifstream in(std::string(CURANTE_SOURCE) + "/sdk/errors.txt");
  std::string code, last;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("  meaning  ") || line.starts_with("  remedy   ")) {
      ++registry.codes[code];
    } else if (std::regex_match(line, std::regex("[a-z]+(-[a-z0-9]+)*"))) {
      if (line <= last) registry.fault += line + " is out of order\n";
      last = code = line;
      registry.codes[code] = 0;
    } else {
      registry.fault += "cannot read: " + line + "\n";
    }
  }
  return registry;
}

/// Every "kebab-case" literal in a folder's C++ sources, and where the first one stands.
std::map<std::string, std::string> literals(const std::string& folder,
                                            const fs::path& without = {}) {
  std::map<std::string, std::string> found;
  const std::regex literal("\"([a-z]+(?:-[a-z0-9]+)+|usage)\"");
  for (const auto& file :
       fs::recursive_directory_iterator(std::string(CURANTE_SOURCE) + "/" + folder)) {
    const auto extension = file.path().extension();
    if ((extension != ".cpp" && extension != ".hpp") || file.path().filename() == without) continue;
    const std::string text = text_of(file.path());
    for (std::sregex_iterator it(text.begin(), text.end(), literal), end; it != end; ++it) {
      found.emplace((*it)[1], file.path().filename());
    }
  }
  return found;
}

/// Words that look like a code and are none: a flag, types in a contract's description.
const std::set<std::string> no_codes{"password-file"};

TEST(ErrorRegistry, IsWellFormed) {
  const Registry registry = read_registry();
  EXPECT_EQ(registry.fault, "");
  EXPECT_GT(registry.codes.size(), 50u);
  for (const auto& [code, lines] : registry.codes) {
    EXPECT_EQ(lines, 2) << code << " needs a meaning and a remedy";
  }
}

TEST(ErrorRegistry, ListsEveryCodeOfKernelAndSdk) {
  const Registry registry = read_registry();
  for (const char* folder : {"kernel/src", "sdk/include"}) {
    for (const auto& [code, file] : literals(folder)) {
      if (no_codes.contains(code)) continue;
      EXPECT_TRUE(registry.codes.contains(code)) << code << " of " << file << " is not listed";
    }
  }
}

TEST(ErrorRegistry, ListsNoCodeThatNobodyUses) {
  auto used = literals("kernel/src");
  used.merge(literals("sdk/include"));
  for (const auto& [code, lines] : read_registry().codes) {
    EXPECT_TRUE(used.contains(code)) << code << " is used nowhere";
  }
}

TEST(ErrorRegistry, HasATestForEachCode) {
  std::string tests;
  for (const char* folder : {"kernel/tests", "sdk/tests"}) {
    for (const auto& file :
         fs::recursive_directory_iterator(std::string(CURANTE_SOURCE) + "/" + folder)) {
      if (file.is_regular_file() && file.path().filename() != "error_registry_test.cpp") {
        tests += text_of(file.path());
      }
    }
  }
  for (const auto& [code, lines] : read_registry().codes) {
    EXPECT_TRUE(std::regex_search(tests, std::regex("\\b" + code + "\\b")))
        << code << " is in no test";
  }
}

}  // namespace
