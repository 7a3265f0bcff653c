// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace curante::kernel {

/// Compares with tests/golden/<name>.txt. CURANTE_WRITE_GOLDEN=1 writes the file instead; read the
/// difference before committing it.
inline void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(CURANTE_GOLDEN) + "/" + name + ".txt";
  if (std::getenv("CURANTE_WRITE_GOLDEN") != nullptr) {
    std::ofstream(path) << text;
    FAIL() << path << " was written";
  }
  std::ifstream in(path);
  ASSERT_TRUE(in.is_open()) << path << " is missing";
  std::ostringstream expected;
  expected << in.rdbuf();
  EXPECT_EQ(text, expected.str()) << "golden: " << name;
}

}  // namespace curante::kernel
