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
  const char* remedy;  ///< when it is missing
};
constexpr Codes library_codes{"library-missing", "library-untrusted",
                              "install the plugin, or remove it from the region's manifest"};
constexpr Codes signature_codes{"signature-missing", "signature-untrusted",
                                "get it with its signature from its maker; sign what you made with "
                                "`curante plugin sign`"};
constexpr Codes trust_codes{"trust-missing", "trust-untrusted",
                            "install the host again, or name another file"};

constexpr Codes data_codes{"data-missing", "data-untrusted",
                           "install the package with its signature, or name another one"};

constexpr off_t max_size = 256 * 1024 * 1024;

struct File {
  int fd = -1;
  size_t size = 0;

  File(const std::string& path, const Codes& codes)
      // Not blocking: opening a pipe must not wait for its writer.
      : fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {
    if (fd < 0 && errno == ELOOP) {
      throw Error(codes.untrusted, path + " is a symbolic link", "name the file itself");
    }
    if (fd < 0) {
      throw Error(codes.missing, path + " cannot be opened: " + std::strerror(errno), codes.remedy);
    }
    struct stat facts {};
    const bool known = fstat(fd, &facts) == 0;
    const bool own = known && (facts.st_uid == 0 || facts.st_uid == geteuid());
    if (!S_ISREG(facts.st_mode) || !own || (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
        facts.st_size > max_size) {
      close(fd);
      throw Error(codes.untrusted, path + " could be changed by others, or is no plain file",
                  "make it a file of root or of the service's user that nobody else may write");
    }
    size = static_cast<size_t>(facts.st_size);
  }
  ~File() { close(fd); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
};

[[noreturn]] void changed(const std::string& path, const char* code) {
  throw Error(code, path + " changed while it was read", "try again");
}

}  // namespace

std::string read_trusted_text(const std::string& path, TrustedKind kind) {
  const Codes& codes = kind == TrustedKind::signature ? signature_codes
                       : kind == TrustedKind::data    ? data_codes
                                                      : trust_codes;
  const File file(path, codes);
  std::string text(file.size, ' ');
  for (size_t done = 0; done < text.size();) {
    const ssize_t got = read(file.fd, text.data() + done, text.size() - done);
    if (got <= 0) changed(path, codes.untrusted);
    done += static_cast<size_t>(got);
  }
  return text;
}

SealedBytes read_trusted_library(const std::string& path) {
  const File file(path, library_codes);
  const SealedBytes sealed =
      SealedBytes::of_file(file.fd, file.size, std::string(id_of(path)));
  if (sealed.size() != file.size) changed(path, library_codes.untrusted);
  return sealed;
}

}  // namespace curante::kernel
