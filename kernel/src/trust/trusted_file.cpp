// SPDX-License-Identifier: Apache-2.0
#include "trust/trusted_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "curante/error.hpp"

namespace curante::kernel {

namespace {

struct Codes {
  const char* missing;
  const char* untrusted;
};
constexpr Codes codes_of(TrustedKind kind) {
  switch (kind) {
    case TrustedKind::library:
      return {"library-missing", "library-untrusted"};
    case TrustedKind::signature:
      return {"signature-missing", "signature-untrusted"};
    case TrustedKind::trust:
      break;
  }
  return {"trust-missing", "trust-untrusted"};
}

constexpr off_t max_size = 256 * 1024 * 1024;

struct File {
  int fd;
  ~File() {
    if (fd >= 0) close(fd);
  }
};

}  // namespace

std::vector<unsigned char> read_trusted_file(const std::string& path, TrustedKind kind) {
  const Codes codes = codes_of(kind);
  // Not blocking: opening a pipe must not wait for its writer.
  const File file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (file.fd < 0) {
    if (errno == ELOOP) {
      throw Error(codes.untrusted, path + " is a symbolic link", "name the file itself");
    }
    throw Error(codes.missing, path + " cannot be opened: " + std::strerror(errno),
                kind == TrustedKind::trust
                    ? "install the host again, or name another file"
                    : "install the plugin, or remove it from the region's manifest");
  }
  struct stat facts {};
  const bool known = fstat(file.fd, &facts) == 0;
  const bool own = known && (facts.st_uid == 0 || facts.st_uid == geteuid());
  if (!S_ISREG(facts.st_mode) || !own || (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
      facts.st_size > max_size) {
    throw Error(codes.untrusted, path + " could be changed by others, or is no plain file",
                "make it a file of root or of the service's user that nobody else may write");
  }
  std::vector<unsigned char> bytes(static_cast<size_t>(facts.st_size));
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t got = read(file.fd, bytes.data() + done, bytes.size() - done);
    if (got <= 0) throw Error(codes.untrusted, path + " changed while it was read", "try again");
    done += static_cast<size_t>(got);
  }
  return bytes;
}

}  // namespace curante::kernel
