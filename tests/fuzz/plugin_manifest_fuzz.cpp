// SPDX-License-Identifier: Apache-2.0
#include "manifest/plugin_manifest.hpp"

#include <cstdlib>

using namespace curante::kernel;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Problems problems;
  const auto manifest =
      read_plugin_manifest({reinterpret_cast<const char*>(data), size}, "f", problems);
  if (manifest.has_value() != problems.empty()) std::abort();
  if (!manifest) return 0;
  // What passes can become part of a path.
  if (!is_plugin_id(manifest->id) || manifest->id.find('/') != std::string::npos) std::abort();
  for (const auto& entry : manifest->uses.entries) {
    if (!is_contract_id(entry.name) || entry.line < 1) std::abort();
  }
  return 0;
}
