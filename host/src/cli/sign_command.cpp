// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/signing_key.hpp"
#include "curante/error.hpp"
#include "curante/moment.hpp"
#include "image/elf_sections.hpp"
#include "manifest/plugin_manifest.hpp"
#include "trust/digest.hpp"
#include "trust/signature.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace fs = std::filesystem;

namespace {

/// What the library says of itself; refused when a host would refuse it anyway.
Signature statement_of(const std::string& path, std::span<const unsigned char> bytes) {
  const ElfFacts facts = read_elf(bytes);
  const auto found = facts.sections.find(".curante.manifest");
  if (found == facts.sections.end()) {
    throw Error("library-no-manifest", path + " is a library but no plugin",
                "build it with curante_add_plugin() and CURANTE_PLUGIN(…)");
  }
  const std::string text(reinterpret_cast<const char*>(found->second.data()), found->second.size());
  Problems problems;
  const auto manifest = read_plugin_manifest(text, path + " plugin.info", problems);
  if (!manifest) {
    throw Error(problems.front().code, problems.front().text(), "correct plugin.info and rebuild");
  }
  if (fs::path(path).stem().string() != manifest->id) {
    throw Error("library-wrong-identity", path + " says it is " + manifest->id,
                "name the file " + manifest->id + ".so");
  }
  Signature statement;
  statement.plugin = manifest->id;
  statement.version = manifest->version;
  statement.library = sha256(bytes);
  statement.manifest = sha256(text);
  return statement;
}

}  // namespace

int sign_command(const Arguments& arguments) {
  arguments.allow({"key", "until"});
  if (arguments.words.size() != 1 || !arguments.has("key")) {
    throw Error("usage", "write: curante plugin sign LIBRARY --key FILE [--until DAY]", "");
  }
  const std::string& path = arguments.words.front();
  std::error_code failed;
  // No host loads what others may write, so what is signed is closed to them.
  fs::permissions(path, fs::perms::group_write | fs::perms::others_write, fs::perm_options::remove,
                  failed);
  const SealedBytes library = read_trusted_library(path);
  Signature statement = statement_of(path, library.bytes());
  if (arguments.has("until")) statement.until = Date::parse(arguments.get("until")).iso();
  const std::string text = sign(statement, SigningKey::read(arguments.get("key")));

  const std::string beside = fs::path(path).replace_extension(".sig").string();
  const std::string half = beside + ".new";
  std::ofstream(half, std::ios::trunc | std::ios::binary) << text;
  fs::permissions(half, fs::perms(0644), failed);
  if (!failed && fs::file_size(half, failed) == text.size()) fs::rename(half, beside, failed);
  if (failed || !fs::exists(beside)) {
    throw Error("key-unwritable", "the signature " + beside + " cannot be written",
                "make its folder writable, or make room on the disk");
  }
  std::cout << "signed   " << statement.plugin << " " << statement.version << "  " << beside
            << "\n";
  return exit_done;
}

}  // namespace curante::kernel
