// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/screen_files.hpp"
#include "cli/signing_key.hpp"
#include "cli/whole_file.hpp"
#include "curante/error.hpp"
#include "curante/moment.hpp"
#include "elf/elf_sections.hpp"
#include "manifest/plugin_manifest.hpp"
#include "trust/digest.hpp"
#include "trust/release.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace fs = std::filesystem;

namespace {

/// What a library says of itself.
struct Stated {
  Signature signature;
  std::string module;  ///< of its screens; empty: it has none
};

/// Refused when a host would refuse it anyway.
Stated statement_of(const std::string& path, const SealedBytes& library) {
  const std::vector<unsigned char> octets = library.octets();
  const ElfFacts facts = read_elf(octets);
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
  statement.library = sha256(octets);
  statement.manifest = sha256(text);
  return {std::move(statement), manifest->ui.module};
}

Stated statement_of_file(const std::string& path) {
  std::error_code failed;
  // No host loads what others may write, so what is signed is closed to them.
  fs::permissions(path, fs::perms::group_write | fs::perms::others_write, fs::perm_options::remove,
                  failed);
  return statement_of(path, read_trusted_library(path));
}

/// A page would show an empty place where the module is missing.
ScreenFiles screens_with(const std::string& module, const std::string& folder) {
  ScreenFiles files = read_screen_files(folder);
  if (module.empty() || files.contains(module)) return files;
  throw Error("screens-incomplete",
              "plugin.info names the module " + module + ", which is not in " + folder,
              "put it there, or correct «module» under «ui»");
}

void write_signature(const fs::path& path, const std::string& text) {
  if (write_whole(path, text)) return;
  throw Error("key-unwritable", "the signature " + path.string() + " cannot be written",
              "make its folder writable, or make room on the disk");
}

int sign_data(const Arguments& arguments, const SigningKey& key, const std::string& until) {
  const std::string& path = arguments.words.front();
  std::error_code failed;
  fs::permissions(path, fs::perms::group_write | fs::perms::others_write, fs::perm_options::remove,
                  failed);
  DataSignature statement;
  statement.data = arguments.get("data");
  statement.sha256 = sha256(read_trusted_text(path, TrustedKind::data));
  statement.until = until;
  write_signature(path + ".sig", sign(statement, key));
  std::cout << "signed   " << statement.data << "  " << path << ".sig\n";
  return exit_done;
}

int sign_release(const Arguments& arguments, const SigningKey& key, const std::string& until) {
  Release release;
  release.until = until;
  const fs::path folder = fs::path(arguments.words.front()).parent_path();
  for (const std::string& path : arguments.words) {
    const Signature it = statement_of_file(path).signature;
    if (fs::path(path).parent_path() != folder || release.plugins.find(it.plugin) != nullptr) {
      throw Error("usage", "a release is of different plugins in one folder", "");
    }
    release.plugins.entries.push_back(
        {it.plugin, 0, it.version + " " + it.library + " " + it.manifest});
  }
  const fs::path file = folder / (arguments.get("release") + std::string(release_ending));
  write_signature(file, sign(release, key));
  std::cout << "signed   " << release.plugins.entries.size() << " plugins  " << file.string()
            << "\n";
  return exit_done;
}

/// The signature's last day, or nothing. One that is past is told: nobody will take it.
std::string last_day(const Arguments& arguments) {
  if (!arguments.has("until")) return "";
  const Date until = Date::parse(arguments.get("until"));
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  if (until < Date::from(today)) {
    std::cerr << "note     " << until.iso() << " is past: every host will refuse this\n";
  }
  return until.iso();
}

}  // namespace

int sign_command(const Arguments& arguments) {
  arguments.allow({"key", "until", "ui", "release", "data"});
  const bool together = arguments.has("release");
  if (arguments.words.empty() || (arguments.words.size() > 1 && !together) ||
      (together && arguments.has("ui")) ||
      (arguments.has("data") && (together || arguments.has("ui"))) || !arguments.has("key")) {
    throw Error("usage",
                "write: curante plugin sign LIBRARY --key FILE [--until DAY] [--ui FOLDER]\n"
                "   or: curante plugin sign LIBRARY… --release NAME --key FILE [--until DAY]\n"
                "   or: curante plugin sign FILE --data PLUGIN.NAME --key FILE [--until DAY]",
                "");
  }
  const SigningKey key = SigningKey::read(arguments.get("key"));
  const std::string until = last_day(arguments);
  if (arguments.has("data")) return sign_data(arguments, key, until);
  if (together) return sign_release(arguments, key, until);
  const std::string& path = arguments.words.front();
  auto [statement, module] = statement_of_file(path);
  statement.until = until;
  if (arguments.has("ui")) statement.ui = hash_of(screens_with(module, arguments.get("ui")));
  const fs::path beside = fs::path(path).replace_extension(".sig");
  write_signature(beside, sign(statement, key));
  std::cout << "signed   " << statement.plugin << " " << statement.version << "  "
            << beside.string() << "\n";
  return exit_done;
}

}  // namespace curante::kernel
