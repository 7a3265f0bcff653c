// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "cli/signing_key.hpp"
#include "curante/error.hpp"
#include "elf/elf_sections.hpp"
#include "trust/admission.hpp"
#include "trust/digest.hpp"

namespace curante::kernel {

/// An issuer that may do everything, made for one test, and a host that trusts it.
struct TrustInTest {
  SigningKey key = SigningKey::generate();
  TrustPolicy policy{{}, "test", false, Date::parse("2026-11-24")};

  TrustInTest() {
    policy.store.issuers[key.public_key()] = {
        "maker", IssuerKind::core, key.public_key(), {}, {"*"}, {"*"}};
    for (const char* name :
         {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libfmt.so.9",
          "ld-linux-x86-64.so.2", "libasan.so.8", "libubsan.so.1", "libtsan.so.2"}) {
      policy.store.libraries.insert(name);
    }
  }

  static std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  /// What an honest signer would say of the file, whatever it is.
  static Signature statement_of(const std::string& path) {
    const std::string bytes = bytes_of(path);
    Signature it;
    it.plugin = std::filesystem::path(path).stem().string();
    it.version = "1.2.3";
    it.library = sha256(bytes);
    it.manifest = sha256(std::string_view());
    try {
      const ElfFacts facts =
          read_elf({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
      it.manifest = sha256(facts.sections.at(".curante.manifest"));
    } catch (const std::exception&) {
      // No plugin: what a host says of that is for its test to see.
    }
    return it;
  }

  static std::string beside(const std::string& path) {
    return std::filesystem::path(path).replace_extension(".sig").string();
  }
  static void write_signature(const std::string& path, const std::string& text) {
    std::ofstream(beside(path), std::ios::trunc) << text;
    std::filesystem::permissions(beside(path), std::filesystem::perms(0644));
  }
  void sign_file(const std::string& path) const {
    write_signature(path, sign(statement_of(path), key));
  }
};

}  // namespace curante::kernel
