// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

namespace curante::kernel {

/// What can be read of a shared library without running it.
struct ElfFacts {
  std::map<std::string, std::span<const unsigned char>, std::less<>>
      sections;                     ///< .curante.*, into the input
  std::vector<std::string> needed;  ///< libraries it asks the loader for
  std::vector<std::string> implied;  ///< others it has the loader bring in: filters, auditors
  bool exports_entry = false;       ///< defines the symbol curante_plugin_entry for others
  bool has_run_path = false;        ///< names folders of its own to load from
};

/// Reads a 64-bit little-endian ELF shared library of this machine. Every offset is checked: any
/// input is safe. Throws Error{"library-not-elf", "library-other-machine", "library-truncated"}.
ElfFacts read_elf(std::span<const unsigned char> bytes);

}  // namespace curante::kernel
