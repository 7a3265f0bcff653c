// SPDX-License-Identifier: Apache-2.0
#include "image/trust.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "curante/error.hpp"

namespace curante::kernel {

namespace {

constexpr off_t max_library_size = 256 * 1024 * 1024;

struct File {
  int fd;
  ~File() {
    if (fd >= 0) close(fd);
  }
};

std::vector<unsigned char> read_whole(const std::string& path) {
  // Not blocking: opening a pipe must not wait for its writer.
  const File file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (file.fd < 0) {
    if (errno == ELOOP) {
      throw Error("library-untrusted", path + " is a symbolic link", "name the file itself");
    }
    throw Error("library-missing", path + " cannot be opened: " + std::strerror(errno),
                "install the plugin, or remove it from the region's manifest");
  }
  struct stat facts {};
  const bool known = fstat(file.fd, &facts) == 0;
  const bool own = known && (facts.st_uid == 0 || facts.st_uid == geteuid());
  if (!S_ISREG(facts.st_mode) || !own || (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
      facts.st_size > max_library_size) {
    throw Error("library-untrusted", path + " could be changed by others, or is no plain file",
                "make it a file of root or of the service's user that nobody else may write");
  }
  std::vector<unsigned char> bytes(static_cast<size_t>(facts.st_size));
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t got = read(file.fd, bytes.data() + done, bytes.size() - done);
    if (got <= 0)
      throw Error("library-truncated", path + " changed while it was read", "try again");
    done += static_cast<size_t>(got);
  }
  return bytes;
}

std::string sha256(const std::vector<unsigned char>& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    constexpr char digits[] = "0123456789abcdef";
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

}  // namespace

TrustedBytes admit_library(const std::string& path) {
  TrustedBytes admitted;
  admitted.bytes = read_whole(path);
  admitted.sha256 = sha256(admitted.bytes);
  return admitted;
}

}  // namespace curante::kernel
