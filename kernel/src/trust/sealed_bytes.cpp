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

struct SealedBytes::Mapping {
  int fd = -1;
  void* start = MAP_FAILED;
  size_t size = 0;

  Mapping() = default;
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() {
    if (start != MAP_FAILED) munmap(start, size);
    if (fd >= 0) close(fd);
  }

  /// Copies, seals and maps; leaves errno as it was when it failed.
  Copy fill(int file, size_t wanted, const std::string& name);
};

namespace {

constexpr int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

// The system refuses to seal (EBUSY) while it moves one of the pages itself; a new copy has others.
constexpr int most_attempts = 4;

}  // namespace

SealedBytes::Copy SealedBytes::Mapping::fill(int file, size_t wanted, const std::string& name) {
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
  if (fcntl(fd, F_ADD_SEALS, seals) != 0) return Copy::failed;
  if (size == 0) return Copy::made;
  // Mapped at once: whoever checks it then takes no faults, and is often another thread.
  start = mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, 0);
  return start != MAP_FAILED ? Copy::made : Copy::failed;
}

SealedBytes SealedBytes::of_file(int file, size_t size, const std::string& name) {
  SealedBytes sealed;
  for (int attempt = 1;; ++attempt) {
    auto mapping = std::make_shared<Mapping>();
    switch (mapping->fill(file, size, name)) {
      case Copy::made:
        sealed.mapping_ = std::move(mapping);
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
  auto mapping = std::make_shared<Mapping>();
  mapping->fd = descriptor;
  struct stat file {};
  if (fcntl(descriptor, F_GET_SEALS) != seals || fstat(descriptor, &file) != 0) {
    throw Error("library-unloadable", "the library is no sealed file", "let the host start it");
  }
  mapping->size = static_cast<size_t>(file.st_size);
  mapping->start = mmap(nullptr, mapping->size, PROT_READ, MAP_SHARED, descriptor, 0);
  SealedBytes sealed;
  sealed.mapping_ = std::move(mapping);
  return sealed;
}

std::span<const unsigned char> SealedBytes::bytes() const {
  if (!mapping_ || mapping_->start == MAP_FAILED) return {};
  return {static_cast<const unsigned char*>(mapping_->start), mapping_->size};
}

std::string SealedBytes::path() const {
  return "/proc/self/fd/" + std::to_string(mapping_ ? mapping_->fd : -1);
}

}  // namespace curante::kernel
