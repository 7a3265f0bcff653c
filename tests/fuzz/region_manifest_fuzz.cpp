// SPDX-License-Identifier: Apache-2.0
#include "region/region_manifest.hpp"

#include <cstdlib>

#include "manifest/plugin_manifest.hpp"

using namespace curante::kernel;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Problems problems;
  const auto region = read_region_file({reinterpret_cast<const char*>(data), size}, "f", problems);
  if (region.has_value() != problems.empty()) std::abort();
  if (!region) return 0;
  for (const auto& entry : region->plugins.entries) {
    if (!is_plugin_id(entry.name) || entry.line < 1) std::abort();
  }
  return 0;
}
