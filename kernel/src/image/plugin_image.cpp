// SPDX-License-Identifier: Apache-2.0
#include "image/plugin_image.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "curante/error.hpp"
#include "image/elf_sections.hpp"
#include "image/trust.hpp"

namespace curante::kernel {

namespace {

std::span<const unsigned char> section(const ElfFacts& facts, std::string_view name,
                                       const std::string& path) {
  const auto found = facts.sections.find(name);
  if (found != facts.sections.end()) return found->second;
  throw Error("library-no-manifest",
              path + " is a library but no plugin: it has no " + std::string(name),
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

/// The sanitizer a library was built with, `ours` only if its tag and the runtime it asks for
/// agree.
std::string sanitizer_of(const detail::AbiTag& abi, const ElfFacts& facts,
                         const std::string& ours) {
  for (const std::string& library : facts.needed) {
    if (library.starts_with("libasan.so") && ours != "address") return "address";
    if (library.starts_with("libtsan.so") && ours != "thread") return "thread";
  }
  return std::string(abi.sanitizer, strnlen(abi.sanitizer, sizeof abi.sanitizer));
}

void check_sanitizer(const detail::AbiTag& abi, const ElfFacts& facts, const std::string& path) {
  const std::string ours = detail::abi_tag().sanitizer;
  const std::string theirs = sanitizer_of(abi, facts, ours);
  if (theirs == ours) return;
  throw Error("library-sanitizer",
              path + " was built with sanitizer «" + theirs + "», this host with «" + ours +
                  "»: loading it would end the host",
              "build both alike");
}

}  // namespace

PluginImage read_plugin_image(const std::string& path, Problems& problems) {
  TrustedBytes admitted = admit_library(path);
  PluginImage image;
  image.path = path;
  image.bytes = std::move(admitted.bytes);
  image.sha256 = std::move(admitted.sha256);
  const ElfFacts facts = read_elf(image.bytes);
  const auto manifest = section(facts, ".curante.manifest", path);
  const auto abi = section(facts, ".curante.abi", path);
  if (abi.size() < sizeof image.abi) {
    throw Error("library-no-manifest", path + " has an ABI tag of another SDK",
                "rebuild the plugin with this host's SDK");
  }
  std::memcpy(&image.abi, abi.data(), sizeof image.abi);
  check_sanitizer(image.abi, facts, path);
  if (facts.has_run_path) {
    throw Error("library-run-path", path + " would load libraries from folders of its own",
                "build it without RPATH and RUNPATH");
  }
  if (!facts.exports_entry) {
    throw Error("library-exports-nothing", path + " does not export curante_plugin_entry",
                "end one source file of the plugin with CURANTE_PLUGIN(…)");
  }
  image.shares_cxx_library =
      std::find(facts.needed.begin(), facts.needed.end(), "libstdc++.so.6") != facts.needed.end();
  read_layouts(section(facts, ".curante.layouts", path), image);
  image.manifest_text.assign(reinterpret_cast<const char*>(manifest.data()), manifest.size());
  const auto read = read_plugin_manifest(image.manifest_text, path + " plugin.info", problems);
  if (read) image.manifest = *read;
  return image;
}

}  // namespace curante::kernel
