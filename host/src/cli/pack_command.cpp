// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/commands.hpp"
#include "cli/package.hpp"
#include "cli/plugin_check.hpp"
#include "cli/whole_file.hpp"
#include "curante/error.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace fs = std::filesystem;

namespace {

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) {
    throw Error("package-member", path + " cannot be read, or is empty", "name another file");
  }
  return text;
}

}  // namespace

int pack_command(const Arguments& arguments) {
  arguments.allow({"ui", "readme", "licence", "to", "profile", "trust"});
  if (arguments.words.size() != 1) {
    throw Error("usage",
                "write: curante plugin pack LIBRARY [--ui FOLDER] [--readme FILE] [--licence FILE] "
                "[--to FOLDER] [--profile NAME] [--trust FILE]",
                "");
  }
  const fs::path library = fs::absolute(arguments.words.front());
  Problems problems;
  TrustPolicy policy = policy_of(arguments, problems);
  policy.released.clear();  // a package stands alone, so its signature does
  const bool sound = told_no_problem(problems);
  const auto image = admit_plugin(library.string(), policy);
  if (!sound || !image || !loads(*image)) return exit_manifest;
  Package package;
  package.id = image->manifest.id;
  const auto octets = image->library.octets();
  package.library.assign(reinterpret_cast<const char*>(octets.data()), octets.size());
  package.signature = read_trusted_text(fs::path(library).replace_extension(".sig").string(),
                                        TrustedKind::signature);
  if (arguments.has("ui")) package.screens = read_screen_files(arguments.get("ui"));
  if (arguments.has("readme")) package.readme = read_text(arguments.get("readme"));
  if (arguments.has("licence")) package.licence = read_text(arguments.get("licence"));
  check_screens(package);
  const fs::path file = fs::path(arguments.has("to") ? arguments.get("to") : ".") /
                        (package.id + "-" + image->manifest.version + ".curante");
  if (!write_whole(file, to_archive(package))) {
    throw Error("package-unwritable", file.string() + " cannot be written",
                "make its folder writable, or make room on the disk");
  }
  std::cout << "packed   " << package.id << " " << image->manifest.version << "  "
            << file.lexically_normal().string() << "\n";
  return exit_done;
}

}  // namespace curante::kernel
