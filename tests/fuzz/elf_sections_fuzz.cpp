// SPDX-License-Identifier: Apache-2.0
#include "elf/elf_sections.hpp"

#include <cstdlib>

#include "curante/error.hpp"

using namespace curante::kernel;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::span<const unsigned char> bytes(data, size);
  try {
    for (const auto& [name, content] : read_elf(bytes).sections) {
      const bool inside = content.data() >= bytes.data() &&
                          content.data() + content.size() <= bytes.data() + bytes.size();
      if (!inside) std::abort();
    }
  } catch (const curante::Error&) {
  }
  return 0;
}
