// SPDX-License-Identifier: Apache-2.0
#include "trust/sealed_bytes.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "curante/error.hpp"

namespace curante::kernel {

enum class SealedBytes::Copy { made, short_file, failed };

struct SealedBytes::MemoryFile {
  int fd = -1;
  size_t size = 0;

  MemoryFile() = default;
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() {
    if (fd >= 0) close(fd);
  }

  /// Copies and seals; leaves errno as it was when it failed.
  Copy fill(int file, size_t wanted, const std::string& name);
};

namespace {

constexpr int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

// The system refuses to seal (EBUSY) while it moves one of the pages itself; a new copy has others.
constexpr int most_attempts = 4;

}  // namespace

SealedBytes::Copy SealedBytes::MemoryFile::fill(int file, size_t wanted, const std::string& name) {
  size = wanted;
  fd = memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return Copy::failed;
  // Faster than sendfile, which goes page by page.
  std::array<unsigned char, 64 * 1024> part;
  for (size_t done = 0; done < wanted;) {
    const size_t most = std::min(part.size(), wanted - done);
    const ssize_t got = pread(file, part.data(), most, static_cast<off_t>(done));
    if (got == 0) return Copy::short_file;
    if (got < 0 || write(fd, part.data(), static_cast<size_t>(got)) != got) {
      return Copy::failed;
    }
    done += static_cast<size_t>(got);
  }
  return fcntl(fd, F_ADD_SEALS, seals) == 0 ? Copy::made : Copy::failed;
}

SealedBytes SealedBytes::of_file(int file, size_t size, const std::string& name) {
  SealedBytes sealed;
  for (int attempt = 1;; ++attempt) {
    auto memory = std::make_shared<MemoryFile>();
    switch (memory->fill(file, size, name)) {
      case Copy::made:
        sealed.file_ = std::move(memory);
        return sealed;
      case Copy::short_file:
        return sealed;
      case Copy::failed:
        if (errno == EBUSY && attempt < most_attempts) continue;
        throw Error("library-unloadable",
                    "no sealed copy of " + name + " can be made: " + std::strerror(errno),
                    "free some memory, or raise the limit on open files");
    }
  }
}

SealedBytes SealedBytes::of_sealed(int descriptor) {
  auto memory = std::make_shared<MemoryFile>();
  memory->fd = descriptor;
  struct stat file {};
  if (fcntl(descriptor, F_GET_SEALS) != seals || fstat(descriptor, &file) != 0) {
    throw Error("library-unloadable", "the library is no sealed file", "let the host start it");
  }
  memory->size = static_cast<size_t>(file.st_size);
  SealedBytes sealed;
  sealed.file_ = std::move(memory);
  return sealed;
}

size_t SealedBytes::size() const {
  return file_ ? file_->size : 0;
}

std::vector<unsigned char> SealedBytes::octets() const {
  std::vector<unsigned char> all(size());
  for (size_t done = 0; done < all.size();) {
    const ssize_t got =
        pread(file_->fd, all.data() + done, all.size() - done, static_cast<off_t>(done));
    if (got <= 0) {
      throw Error("library-unloadable", "a sealed copy cannot be read", "start the host again");
    }
    done += static_cast<size_t>(got);
  }
  return all;
}

std::string SealedBytes::path() const {
  return "/proc/self/fd/" + std::to_string(file_ ? file_->fd : -1);
}

}  // namespace curante::kernel
