// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/installation.hpp"
#include "cli/package.hpp"
#include "cli/plugin_check.hpp"
#include "cli/releases.hpp"
#include "cli/whole_file.hpp"
#include "curante/error.hpp"

namespace curante::kernel {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void unwritable(const std::string& what) {
  throw Error("package-unwritable", what + " cannot be written",
              "make the folder writable, or make room on the disk");
}

/// A folder beside the one that a plugin goes to, where it lies until it is found good.
class Waiting {
 public:
  explicit Waiting(const fs::path& beside) : path_((beside / ".unpack-XXXXXX").string()) {
    std::error_code failed;
    fs::create_directories(beside, failed);
    if (mkdtemp(path_.data()) == nullptr) unwritable(beside.string());
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    std::error_code ignored;  // what stays has no name that a host reads
    fs::remove_all(path_, ignored);
  }
  fs::path path() const { return path_; }

 private:
  std::string path_;
};

void write(const fs::path& file, const std::string& octets) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (failed || !write_whole(file, octets)) unwritable(file.string());
}

void move(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed) unwritable(to.string());
}

struct Target {
  fs::path plugins, screens;
};

Target target_of(const Arguments& arguments, const std::string& id) {
  const Installation here = Installation::here();
  if (!arguments.has("to")) return {here.plugins, fs::path(here.ui) / id};
  fs::path folder = fs::absolute(arguments.get("to")).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();  // as a release's libraries are named
  return {folder, folder / "ui" / id};
}

/// Puts the screens where the host serves them; those of an older version leave as a whole.
void replace_screens(const Package& package, const Target& target) {
  if (package.screens.empty() && !fs::exists(target.screens)) return;
  const Waiting waiting(target.screens.parent_path());
  const fs::path fresh = waiting.path() / "new", old = waiting.path() / "old";
  fs::create_directory(fresh);
  fs::permissions(fresh, fs::perms(0755));
  for (const auto& [name, octets] : package.screens) write(fresh / name, octets);
  if (fs::exists(target.screens)) move(target.screens, old);
  if (!package.screens.empty()) move(fresh, target.screens);
}

}  // namespace

int unpack_command(const Arguments& arguments) {
  arguments.allow({"to", "profile"});
  if (arguments.words.size() != 1) {
    throw Error("usage", "write: curante plugin unpack FILE [--to FOLDER] [--profile NAME]", "");
  }
  const Package package = read_package(arguments.words.front());
  const Target target = target_of(arguments, package.id);
  const std::string library = package.id + ".so", signature = package.id + ".sig";
  Problems problems;
  TrustPolicy policy = policy_of(arguments, problems);
  policy.released.merge(read_releases(target.plugins.string(), problems));
  if (!told_no_problem(problems)) return exit_manifest;
  if (policy.released.contains((target.plugins / library).string())) {
    throw Error("package-released", package.id + " is a part of this host's release",
                "install the release that has the version you want");
  }
  const Waiting waiting(target.plugins);
  write(waiting.path() / library, package.library);
  write(waiting.path() / signature, package.signature);
  const auto image = admit_plugin((waiting.path() / library).string(), policy);
  if (!image) return exit_manifest;
  check_screens(package);
  replace_screens(package, target);
  if (!package.readme.empty()) write(target.plugins / (package.id + ".readme"), package.readme);
  if (!package.licence.empty()) write(target.plugins / (package.id + ".licence"), package.licence);
  // Between the two a host would refuse the plugin: neither version's bytes lie beside the other's
  // signature unnoticed.
  move(waiting.path() / signature, target.plugins / signature);
  move(waiting.path() / library, target.plugins / library);
  std::cout << "unpacked " << package.id << " " << image->manifest.version << "  signed by "
            << image->issuer.name << " (" << kind_name(image->issuer.kind) << ")  "
            << (target.plugins / library).string() << "\n";
  return exit_done;
}

}  // namespace curante::kernel
