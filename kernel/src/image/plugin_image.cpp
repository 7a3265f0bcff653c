// SPDX-License-Identifier: Apache-2.0
#include "image/plugin_image.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "curante/error.hpp"
#include "image/elf_sections.hpp"

namespace curante::kernel {

namespace {

constexpr off_t max_library_size = 256 * 1024 * 1024;

struct File {
  int fd;
  ~File() {
    if (fd >= 0) close(fd);
  }
};

std::vector<unsigned char> read_trusted(const std::string& path) {
  const File file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (file.fd < 0) {
    if (errno == ELOOP) {
      throw Error("library-untrusted", path + " is a symbolic link", "name the file itself");
    }
    throw Error("library-missing", path + " cannot be opened: " + std::strerror(errno),
                "install the plugin, or remove it from the region's manifest");
  }
  struct stat facts {};
  fstat(file.fd, &facts);
  const bool own = facts.st_uid == 0 || facts.st_uid == geteuid();
  if (!S_ISREG(facts.st_mode) || !own || (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
      facts.st_size > max_library_size) {
    throw Error("library-untrusted", path + " could be changed by others, or is no plain file",
                "make it a file of root or of the service's user that nobody else may write");
  }
  std::vector<unsigned char> bytes(static_cast<size_t>(facts.st_size));
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t got = read(file.fd, bytes.data() + done, bytes.size() - done);
    if (got <= 0) throw Error("library-truncated", path + " changed while it was read", "try again");
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

std::span<const unsigned char> section(const ElfFacts& facts, std::string_view name,
                                       const std::string& path) {
  const auto found = facts.sections.find(name);
  if (found != facts.sections.end()) return found->second;
  throw Error("library-no-manifest", path + " is a library but no plugin: it has no " +
                                         std::string(name),
              "build it with curante_add_plugin() and CURANTE_PLUGIN(…)");
}

void read_layouts(std::span<const unsigned char> bytes, PluginImage& image) {
  for (size_t at = 0; at + sizeof(detail::LayoutRecord) <= bytes.size();
       at += sizeof(detail::LayoutRecord)) {
    detail::LayoutRecord record;
    std::memcpy(&record, bytes.data() + at, sizeof record);
    record.contract[sizeof record.contract - 1] = 0;
    image.layouts[record.contract] = record.hash;
  }
}

void check_abi(const detail::AbiTag& abi, const std::string& path) {
  const detail::AbiTag here = detail::abi_tag();
  if (std::strncmp(abi.sanitizer, here.sanitizer, sizeof abi.sanitizer) != 0) {
    throw Error("library-sanitizer",
                path + " was built with sanitizer «" + std::string(abi.sanitizer, strnlen(abi.sanitizer, sizeof abi.sanitizer)) +
                    "», this host with «" + here.sanitizer + "»: loading it would end the host",
                "build both alike");
  }
}

}  // namespace

PluginImage read_plugin_image(const std::string& path, Problems& problems) {
  PluginImage image;
  image.path = path;
  image.bytes = read_trusted(path);
  image.sha256 = sha256(image.bytes);
  const ElfFacts facts = read_elf(image.bytes);
  if (facts.has_run_path) {
    throw Error("library-run-path", path + " would load libraries from folders of its own",
                "build it without RPATH and RUNPATH");
  }
  const auto manifest = section(facts, ".curante.manifest", path);
  const auto abi = section(facts, ".curante.abi", path);
  if (abi.size() < sizeof image.abi) {
    throw Error("library-no-manifest", path + " has an ABI tag of another SDK",
                "rebuild the plugin with this host's SDK");
  }
  std::memcpy(&image.abi, abi.data(), sizeof image.abi);
  check_abi(image.abi, path);
  read_layouts(section(facts, ".curante.layouts", path), image);
  image.manifest_text.assign(reinterpret_cast<const char*>(manifest.data()), manifest.size());
  const auto read = read_plugin_manifest(image.manifest_text, path + " plugin.info", problems);
  if (read) image.manifest = *read;
  return image;
}

}  // namespace curante::kernel
