// SPDX-License-Identifier: Apache-2.0
#include "trust/sealed_bytes.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "curante/error.hpp"

namespace curante::kernel {

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
};

namespace {

constexpr int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

}  // namespace

SealedBytes SealedBytes::of_file(int file, size_t size, const std::string& name) {
  auto mapping = std::make_shared<Mapping>();
  mapping->size = size;
  mapping->fd = memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
  bool good = mapping->fd >= 0;
  // Faster than sendfile, which goes page by page.
  std::array<unsigned char, 64 * 1024> part;
  for (size_t done = 0; good && done < size;) {
    const ssize_t got = read(file, part.data(), std::min(part.size(), size - done));
    if (got == 0) return {};
    good = got > 0 && write(mapping->fd, part.data(), static_cast<size_t>(got)) == got;
    if (good) done += static_cast<size_t>(got);
  }
  good = good && fcntl(mapping->fd, F_ADD_SEALS, seals) == 0;
  if (good && size > 0) {
    // Mapped at once: whoever checks it then takes no faults, and is often another thread.
    mapping->start = mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, mapping->fd, 0);
    good = mapping->start != MAP_FAILED;
  }
  if (!good) {
    throw Error("library-unloadable", "no memory for a sealed copy of " + name,
                "free some memory, or raise the limit on open files");
  }
  SealedBytes sealed;
  sealed.mapping_ = std::move(mapping);
  return sealed;
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
