// SPDX-License-Identifier: Apache-2.0
#include "cli/installation.hpp"

#include <filesystem>

namespace curante::kernel {

Installation Installation::here() {
  const auto root = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
  const std::string share = (root / "share" / "curante").string();
  return {(root / "lib" / "curante").string(),
          share + "/regions",
          share + "/config",
          share + "/ui",
          share + "/trust",
          share + "/contracts",
          share + "/template",
          (root / "bin" / "curante-runner").string(),
          share + "/data"};
}

}  // namespace curante::kernel
