// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "curante/abi_tag.hpp"
#include "manifest/plugin_manifest.hpp"

namespace curante::kernel {

/// A plugin's library as bytes that were read once and checked; nothing of it has run.
struct PluginImage {
  std::string path;
  std::vector<unsigned char> bytes;
  std::string sha256;  ///< hexadecimal
  std::string manifest_text;
  PluginManifest manifest;
  detail::AbiTag abi{};
  std::map<std::string, uint64_t> layouts;  ///< contract → layout hash, as compiled
};

/// Opens, reads and checks a library: no symbolic link, owned by root or this process's user, not
/// writable by others, an ELF library of this machine with a valid plugin.info, no run path, this
/// host's sanitizer. Problems of the manifest go to `problems`. Throws Error for all else:
/// "library-missing", "library-untrusted", "library-not-elf", "library-other-machine",
/// "library-truncated", "library-no-manifest", "library-run-path", "library-sanitizer".
///
/// This is also where a signature over `bytes` will be verified, before anything in them is used.
PluginImage read_plugin_image(const std::string& path, Problems& problems);

}  // namespace curante::kernel
