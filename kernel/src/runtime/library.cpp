// SPDX-License-Identifier: Apache-2.0
#include "runtime/library.hpp"

#include <boost/dll/shared_library.hpp>
#include <deque>

#include "curante/error.hpp"

namespace curante::kernel {

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

const curante_plugin* load_library(const std::string& id, const SealedBytes& bytes) {
  // Never unloaded, also at the end: threads of what a plugin linked may still run in its code.
  struct Kept {
    SealedBytes bytes;
    boost::dll::shared_library library;
  };
  static auto& all = *new std::deque<Kept>;
  boost::dll::fs::error_code failed;
  boost::dll::shared_library library;
  library.load(bytes.path(), failed,
               boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  if (failed) {
    throw Error("library-unloadable", id + " could not be loaded: " + failed.message(),
                "install what the library needs, or rebuild it on this system");
  }
  const Kept& kept = all.emplace_back(bytes, std::move(library));
  try {
    const auto& entry = kept.library.get<const curante_plugin>("curante_plugin_entry");
    check_entry(entry, id);
    return &entry;
  } catch (const boost::dll::fs::system_error&) {
    throw Error("library-exports-nothing", id + " does not export curante_plugin_entry",
                "end one source file of the plugin with CURANTE_PLUGIN(…)");
  }
}

}  // namespace curante::kernel
