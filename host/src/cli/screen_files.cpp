// SPDX-License-Identifier: Apache-2.0
#include "cli/screen_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "curante/error.hpp"
#include "trust/digest.hpp"

namespace curante::kernel {

namespace fs = std::filesystem;

namespace {

constexpr size_t max_screens_size = 64 * 1024 * 1024;

[[noreturn]] void unreadable(const std::string& message) {
  throw Error("screens-unreadable", message,
              "a folder of screens has plain files, named with letters, digits, '-', '_' and dots");
}

}  // namespace

bool is_screen_file_name(std::string_view name) {
  char before = '/';
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && c != '-' && c != '_' && c != '.' && c != '/') return false;
    if (before == '/' && (c == '.' || c == '/')) return false;
    before = c;
  }
  return before != '/' && name.size() <= 200;
}

ScreenFiles read_screen_files(const std::string& folder) {
  ScreenFiles files;
  size_t size = 0;
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) unreadable(folder + " is no folder");
  for (fs::recursive_directory_iterator it(folder, failed), end; it != end; it.increment(failed)) {
    if (failed) break;
    if (it->is_directory() && !it->is_symlink()) continue;
    const std::string name = it->path().lexically_relative(folder).string();
    if (it->is_symlink() || !it->is_regular_file() || !is_screen_file_name(name))
      unreadable(it->path().string() + " cannot be a part of a plugin's screens");
    std::ifstream in(it->path(), std::ios::binary);
    std::string octets{std::istreambuf_iterator<char>(in), {}};
    size += octets.size();
    if (!in || size > max_screens_size) unreadable(folder + " cannot be read, or is too large");
    files.emplace(name, std::move(octets));
  }
  if (failed) unreadable(folder + " cannot be read: " + failed.message());
  return files;
}

std::string hash_of(const ScreenFiles& files) {
  std::string list;
  for (const auto& [name, octets] : files) list += sha256(octets) + "  " + name + "\n";
  return list.empty() ? "" : sha256(list);
}

}  // namespace curante::kernel
