// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace curante::database {

/// A folder under /tmp that the server's user may walk through, gone at the end of the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    char name[] = "/tmp/curante-db-XXXXXX";
    if (mkdtemp(name) == nullptr) throw std::runtime_error("no folder under /tmp");
    path_ = name;
    chmod(name, 0711);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace curante::database
