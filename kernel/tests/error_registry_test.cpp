// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Small letters, digits and single '-' between them.
bool is_code(const std::string& text) {
  char before = '-';
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && (c != '-' || before == '-')) return false;
    before = c;
  }
  return before != '-' && text.front() >= 'a';
}

/// The text holds the code, and not as a part of a longer word.
bool mentions(const std::string& text, const std::string& code) {
  const auto part = [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '_'; };
  for (size_t at = text.find(code); at != std::string::npos; at = text.find(code, at + 1)) {
    const size_t end = at + code.size();
    if ((at == 0 || !part(text[at - 1])) && (end == text.size() || !part(text[end]))) return true;
  }
  return false;
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
    } else if (is_code(line)) {
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
std::map<std::string, std::string> literals(const std::string& folder) {
  std::map<std::string, std::string> found;
  for (const auto& file :
       fs::recursive_directory_iterator(std::string(CURANTE_SOURCE) + "/" + folder)) {
    const auto extension = file.path().extension();
    if (extension != ".cpp" && extension != ".hpp") continue;
    const std::string text = text_of(file.path());
    for (size_t open = text.find('"'); open != std::string::npos; open = text.find('"', open + 1)) {
      const size_t close = text.find('"', open + 1);
      if (close == std::string::npos) break;
      const std::string word = text.substr(open + 1, close - open - 1);
      const bool compound = word.find('-') != std::string::npos || word == "usage";
      if (compound && is_code(word)) found.emplace(word, file.path().filename());
    }
  }
  return found;
}

/// Words that look like a code and are none of ours: a flag, a kind of issuer, a contract's own.
const std::set<std::string> no_codes{"password-file", "third-party", "curante-runner",
                                     "recipe-unknown"};

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
  for (const char* folder : {"formats/src", "kernel/src", "host/src", "sdk/include", "sdk/testing"}) {
    for (const auto& [code, file] : literals(folder)) {
      if (no_codes.contains(code)) continue;
      EXPECT_TRUE(registry.codes.contains(code)) << code << " of " << file << " is not listed";
    }
  }
}

TEST(ErrorRegistry, ListsNoCodeThatNobodyUses) {
  auto used = literals("formats/src");
  used.merge(literals("kernel/src"));
  used.merge(literals("host/src"));
  used.merge(literals("sdk/include"));
  used.merge(literals("sdk/testing"));
  for (const auto& [code, lines] : read_registry().codes) {
    EXPECT_TRUE(used.contains(code)) << code << " is used nowhere";
  }
}

TEST(ErrorRegistry, HasATestForEachCode) {
  std::string tests;
  for (const char* folder : {"formats/tests", "kernel/tests", "host/tests", "sdk/tests"}) {
    for (const auto& file :
         fs::recursive_directory_iterator(std::string(CURANTE_SOURCE) + "/" + folder)) {
      if (file.is_regular_file() && file.path().filename() != "error_registry_test.cpp") {
        tests += text_of(file.path());
      }
    }
  }
  for (const auto& [code, lines] : read_registry().codes) {
    EXPECT_TRUE(mentions(tests, code)) << code << " is in no test";
  }
}

}  // namespace
