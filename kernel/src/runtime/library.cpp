// SPDX-License-Identifier: Apache-2.0
#include "runtime/library.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/dll/shared_library.hpp>
#include <deque>

#include "curante/error.hpp"

namespace curante::kernel {

namespace {

int sealed_copy(const std::string& id, std::span<const unsigned char> bytes) {
  const int fd = memfd_create(id.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
  bool good = fd >= 0;
  for (size_t done = 0; good && done < bytes.size();) {
    const ssize_t wrote = write(fd, bytes.data() + done, bytes.size() - done);
    good = wrote > 0;
    if (good) done += static_cast<size_t>(wrote);
  }
  good = good && fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
  if (good) return fd;
  if (fd >= 0) close(fd);
  throw Error("library-unloadable", "no memory for a sealed copy of " + id,
              "free some memory, or raise the limit on open files");
}

}  // namespace

void check_entry(const curante_plugin& entry, const std::string& id) {
  if (entry.abi_major != CURANTE_ABI_MAJOR) {
    throw Error("library-wrong-abi",
                id + " was built for SDK major " + std::to_string(entry.abi_major) +
                    ", this host speaks " + std::to_string(CURANTE_ABI_MAJOR),
                "rebuild the plugin with this host's SDK");
  }
  if (entry.size < sizeof(curante_plugin) || entry.create == nullptr || entry.start == nullptr ||
      entry.ready == nullptr || entry.stop == nullptr || entry.destroy == nullptr ||
      entry.services == nullptr) {
    throw Error("library-exports-nothing", id + " has an incomplete entry",
                "build the plugin with CURANTE_PLUGIN");
  }
  if (view(entry.id) != id) {
    throw Error("library-wrong-identity",
                "the library says it is " + std::string(view(entry.id)) + ", its manifest " + id,
                "build the plugin with curante_add_plugin(), which keeps both equal");
  }
}

const curante_plugin* load_library(const std::string& id, std::span<const unsigned char> bytes) {
  // Never unloaded, also at the end: threads of what a plugin linked may still run in its code.
  static auto& kept = *new std::deque<boost::dll::shared_library>;
  const int fd = sealed_copy(id, bytes);
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  boost::dll::fs::error_code failed;
  boost::dll::shared_library library;
  library.load(path, failed,
               boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  if (failed) {
    throw Error("library-unloadable", id + " could not be loaded: " + failed.message(),
                "install what the library needs, or rebuild it on this system");
  }
  kept.push_back(std::move(library));
  if (!kept.back().has("curante_plugin_entry")) {
    throw Error("library-exports-nothing", id + " does not export curante_plugin_entry",
                "end one source file of the plugin with CURANTE_PLUGIN(…)");
  }
  const auto& entry = kept.back().get<const curante_plugin>("curante_plugin_entry");
  check_entry(entry, id);
  return &entry;
}

}  // namespace curante::kernel
