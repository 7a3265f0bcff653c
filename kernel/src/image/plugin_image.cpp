// SPDX-License-Identifier: Apache-2.0
#include "image/plugin_image.hpp"

#include <cstring>
#include <utility>

#include "curante/error.hpp"
#include "curante/joined.hpp"
#include "elf/elf_sections.hpp"
#include "trust/digest.hpp"

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

class ImageReader {
 public:
  ImageReader(const std::string& path, Problems& problems) : path_(path), problems_(problems) {}

  void read(std::span<const unsigned char> octets, Admission admission, const TrustPolicy& policy,
            PluginImage& image) {
    image.path = path_;
    image.sha256 = admission.signature.library;
    image.screens = admission.signature.ui;
    image.issuer = std::move(admission.issuer);
    const ElfFacts facts = read_elf(octets);
    const auto manifest = section(facts, ".curante.manifest", path_);
    const auto abi = section(facts, ".curante.abi", path_);
    if (abi.size() < sizeof image.abi) {
      throw Error("library-no-manifest", path_ + " has an ABI tag of another SDK",
                  "rebuild the plugin with this host's SDK");
    }
    std::memcpy(&image.abi, abi.data(), sizeof image.abi);
    check_sanitizer(image.abi, facts);
    check_linking(facts, policy.store);
    check_cxx_library(facts);
    read_layouts(section(facts, ".curante.layouts", path_), image);
    image.manifest_text.assign(reinterpret_cast<const char*>(manifest.data()), manifest.size());
    auto read = read_plugin_manifest(image.manifest_text, path_ + " plugin.info", problems_);
    if (!read) return;
    image.manifest = std::move(*read);
    check_identity(admission.signature, image);
    check_scope(image);
  }

 private:
  /// The parts become a text only of what is refused: a start asks all this of every library.
  void refuse(bool when, const char* code, std::initializer_list<std::string_view> parts,
              const char* remedy) {
    if (when) problems_.push_back({code, path_, 0, detail::joined(parts), remedy});
  }

  void check_sanitizer(const detail::AbiTag& abi, const ElfFacts& facts) {
    const std::string ours = detail::abi_tag().sanitizer;
    const std::string theirs = sanitizer_of(abi, facts, ours);
    refuse(theirs != ours, "library-sanitizer",
           {path_, " was built with sanitizer «", theirs, "», this host with «", ours,
            "»: loading it would end the host"},
           "build both alike");
  }

  void check_linking(const ElfFacts& facts, const TrustStore& store) {
    refuse(facts.has_run_path, "library-run-path",
           {path_, " would load libraries from folders of its own"},
           "build it without RPATH and RUNPATH");
    refuse(!facts.exports_entry, "library-exports-nothing",
           {path_, " does not export curante_plugin_entry"},
           "end one source file of the plugin with CURANTE_PLUGIN(…)");
    // A signed plugin must not bring in code that nobody signed.
    for (const std::string& implied : facts.implied) {
      refuse(true, "library-implies", {path_, " has the loader bring in ", implied, " beside what it needs"},
             "link it without filters (-f, -F) and auditors (--audit, --depaudit)");
    }
    for (const std::string& needed : facts.needed) {
      refuse(!store.libraries.contains(needed), "library-needs",
             {path_, " needs the library ", needed, ", which is not allowed here"},
             "link it statically, or allow it under «libraries» of the trust store");
    }
  }

  /// Exceptions and memory cross the edge: two C++ libraries in one process would mix theirs.
  void check_cxx_library(const ElfFacts& facts) {
    bool shared = false, foreign = false;
    for (const std::string& needed : facts.needed) {
      shared |= needed == "libstdc++.so.6";
      foreign |= needed.starts_with("libc++");
    }
    refuse(!shared || foreign, "library-foreign-cxx", {path_, " brings a C++ library of its own"},
           "link it with the shared libstdc++ alone");
  }

  void check_identity(const Signature& signature, const PluginImage& image) {
    refuse(signature.plugin != image.manifest.id || signature.version != image.manifest.version,
           "library-wrong-identity",
           {"the library says it is ", image.manifest.id, " ", image.manifest.version,
            ", its signature ", signature.plugin, " ", signature.version},
           "install the right file, or sign it again");
    refuse(signature.manifest != sha256(image.manifest_text), "signature-other-bytes",
           {"the plugin.info in the library is not the one that was signed"}, "sign it again");
  }

  void check_scope(const PluginImage& image) {
    for (const auto& entry : image.manifest.provides.entries) {
      refuse(!image.issuer.may_provide(entry.name), "issuer-scope",
             {"«", image.issuer.name, "» may not sign what provides ", entry.name},
             "remove the contract, or widen «contracts» of the issuer");
    }
    for (const auto& entry : image.manifest.uses.entries) {
      refuse(!image.issuer.may_use(entry.name), "issuer-scope",
             {"«", image.issuer.name, "» is a third party whose plugins may not use ", entry.name},
             "if they may, add it to «uses» of the issuer in the trust store");
    }
    refuse(image.manifest.network && !image.issuer.may_reach_network(), "issuer-scope",
           {"«", image.issuer.name, "» is a third party, and wants the network («network true»)"},
           "if it may have it, say «network true» of the issuer in the trust store");
    refuse(image.manifest.entry && image.issuer.kind == IssuerKind::third_party, "issuer-scope",
           {"«", image.issuer.name, "» is a third party, and lets users come in («entry true»)"},
           "remove «entry»: only core and vendor may");
  }

  const std::string& path_;
  Problems& problems_;
};

}  // namespace

std::optional<PluginImage> read_plugin_image(const std::string& path, SealedBytes library,
                                             const TrustPolicy& policy, Problems& problems) {
  const size_t before = problems.size();
  PluginImage image;
  try {
    const std::vector<unsigned char> octets = library.octets();
    auto admission = admit_library(path, octets, policy, problems);
    if (!admission) return std::nullopt;
    image.library = std::move(library);
    ImageReader(path, problems).read(octets, std::move(*admission), policy, image);
  } catch (const Error& e) {
    problems.push_back({e.code(), path, 0, e.message(), e.remedy()});
  }
  if (problems.size() != before) return std::nullopt;
  return image;
}

}  // namespace curante::kernel
