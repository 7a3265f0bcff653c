// SPDX-License-Identifier: Apache-2.0
#include "cli/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace curante::kernel {

bool write_whole(const std::filesystem::path& path, std::string_view octets) {
  std::string half = path.string() + ".XXXXXX";
  const int fd = mkostemp(half.data(), O_CLOEXEC);
  if (fd < 0) return false;
  bool good = fchmod(fd, 0644) == 0;
  while (good && !octets.empty()) {
    const ssize_t wrote = write(fd, octets.data(), octets.size());
    good = wrote > 0;
    if (good) octets.remove_prefix(static_cast<size_t>(wrote));
  }
  good = good && fsync(fd) == 0;
  good = close(fd) == 0 && good;
  good = good && rename(half.c_str(), path.c_str()) == 0;
  if (!good) unlink(half.c_str());
  return good;
}

}  // namespace curante::kernel
