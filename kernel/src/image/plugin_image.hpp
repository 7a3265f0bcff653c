// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "curante/abi_tag.hpp"
#include "manifest/plugin_manifest.hpp"
#include "trust/admission.hpp"
#include "trust/sealed_bytes.hpp"

namespace curante::kernel {

/// A plugin's library, read once and checked; nothing of it has run.
struct PluginImage {
  std::string path;
  SealedBytes library;
  std::string sha256;  ///< hexadecimal
  std::string screens;  ///< Signature::ui, of who vouches for them
  Issuer issuer;       ///< who vouches for it
  std::string manifest_text;
  PluginManifest manifest;
  detail::AbiTag abi{};
  std::map<std::string, uint64_t> layouts;  ///< contract → layout hash, as compiled
};

/// Admits (see admission.hpp) and checks a library, read of `path`: an ELF library of this machine
/// with a valid plugin.info, the entry exported, no run path, this host's sanitizer and C++
/// library, no system library beyond the allowed ones, and nothing in its manifest that its issuer
/// may not vouch for. Gives nothing, and every problem, when any of it fails: those of
/// admit_library and of the manifest, "library-not-elf", "library-other-machine",
/// "library-truncated", "library-no-manifest", "library-exports-nothing", "library-run-path",
/// "library-sanitizer", "library-needs", "library-implies", "library-foreign-cxx", "library-wrong-identity",
/// "issuer-scope".
std::optional<PluginImage> read_plugin_image(const std::string& path, SealedBytes library,
                                             const TrustPolicy& policy, Problems& problems);

}  // namespace curante::kernel
