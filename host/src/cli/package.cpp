// SPDX-License-Identifier: Apache-2.0
#include "cli/package.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <set>

#include "curante/error.hpp"
#include "manifest/plugin_manifest.hpp"
#include "trust/signature.hpp"

namespace curante::kernel {

namespace {

constexpr size_t max_package_size = 256 * 1024 * 1024;
constexpr std::string_view screens_folder = "ui/";

la_ssize_t append(archive*, void* target, const void* octets, size_t size) {
  static_cast<std::string*>(target)->append(static_cast<const char*>(octets), size);
  return static_cast<la_ssize_t>(size);
}

void add(archive* out, const std::string& name, const std::string& octets) {
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(octets.size()));
  if (archive_write_header(out, entry.get()) != ARCHIVE_OK ||
      archive_write_data(out, octets.data(), octets.size()) !=
          static_cast<la_ssize_t>(octets.size())) {
    throw Error("package-member", name + " cannot be packed: " + archive_error_string(out),
                "give it a shorter name");
  }
}

[[noreturn]] void unreadable(const std::string& path, const std::string& why) {
  throw Error("package-unreadable", path + " is no package of a plugin: " + why,
              "get it again from its maker");
}

[[noreturn]] void refuse_member(const std::string& path, const std::string& what) {
  throw Error("package-member", path + " " + what,
              "get it again from its maker, who makes it with `curante plugin pack`");
}

std::string octets_of(archive* in, const std::string& path, size_t& left) {
  std::string octets;
  char buffer[64 * 1024];
  for (la_ssize_t got; (got = archive_read_data(in, buffer, sizeof buffer)) != 0;) {
    if (got < 0) unreadable(path, "it is cut off or damaged");
    if (static_cast<size_t>(got) > left) unreadable(path, "it is too large");
    left -= static_cast<size_t>(got);
    octets.append(buffer, static_cast<size_t>(got));
  }
  return octets;
}

/// Where a member of this name belongs; null when a package has none such.
std::string* place_of(const std::string& name, Package& package) {
  if (name == "README") return &package.readme;
  if (name == "LICENCE") return &package.licence;
  if (name.starts_with(screens_folder)) {
    const std::string screen = name.substr(screens_folder.size());
    return is_screen_file_name(screen) ? &package.screens[screen] : nullptr;
  }
  const size_t dot = name.rfind('.');
  const std::string id = name.substr(0, dot == std::string::npos ? 0 : dot);
  if (!is_plugin_id(id) || (!package.id.empty() && package.id != id)) return nullptr;
  package.id = id;
  if (name == id + ".so") return &package.library;
  return name == id + ".sig" ? &package.signature : nullptr;
}

}  // namespace

std::string to_archive(const Package& package) {
  std::string octets;
  const std::unique_ptr<archive, decltype(&archive_write_free)> out(archive_write_new(),
                                                                    archive_write_free);
  archive_write_set_format_ustar(out.get());
  archive_write_open(out.get(), &octets, nullptr, append, nullptr);
  add(out.get(), package.id + ".so", package.library);
  add(out.get(), package.id + ".sig", package.signature);
  if (!package.readme.empty()) add(out.get(), "README", package.readme);
  if (!package.licence.empty()) add(out.get(), "LICENCE", package.licence);
  for (const auto& [name, screen] : package.screens)
    add(out.get(), std::string(screens_folder) + name, screen);
  archive_write_close(out.get());
  return octets;
}

void check_screens(const Package& package) {
  Problems problems;
  const auto read = read_signature(package.signature, package.id + ".sig", problems);
  if (read && hash_of(package.screens) == read->ui) return;
  throw Error("package-screens", "the screens of " + package.id + " are not those that were signed",
              "sign both together: curante plugin sign LIBRARY --key FILE --ui FOLDER");
}

Package read_package(const std::string& path) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> in(archive_read_new(),
                                                                  archive_read_free);
  archive_read_support_format_tar(in.get());
  if (archive_read_open_filename(in.get(), path.c_str(), 64 * 1024) != ARCHIVE_OK)
    unreadable(path, archive_error_string(in.get()));
  Package package;
  std::set<std::string> seen;
  size_t left = max_package_size;
  archive_entry* entry = nullptr;
  int result = ARCHIVE_OK;
  while ((result = archive_read_next_header(in.get(), &entry)) == ARCHIVE_OK) {
    const char* said = archive_entry_pathname(entry);
    const std::string name = said == nullptr ? "" : said;
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr)
      refuse_member(path, "holds «" + name + "», which is no plain file");
    std::string* place = place_of(name, package);
    if (place == nullptr) refuse_member(path, "holds «" + name + "», which no plugin needs");
    if (!seen.insert(name).second) refuse_member(path, "holds «" + name + "» twice");
    *place = octets_of(in.get(), path, left);
  }
  if (result != ARCHIVE_EOF || seen.empty()) unreadable(path, "it is no archive, or damaged");
  if (package.library.empty() || package.signature.empty())
    refuse_member(path, "lacks the library or its signature");
  return package;
}

}  // namespace curante::kernel
