// SPDX-License-Identifier: Apache-2.0
#include "red/unzip.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace sistema_ts {

std::optional<ZippedFile> only_file_of(const std::string& zip) {
  constexpr size_t kLargest = 16 << 20;
  const std::unique_ptr<archive, decltype(&archive_read_free)> reader(archive_read_new(),
                                                                      &archive_read_free);
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_memory(reader.get(), zip.data(), zip.size()) != ARCHIVE_OK) return {};
  archive_entry* entry = nullptr;
  if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) return {};
  const char* name = archive_entry_pathname(entry);
  ZippedFile file{name == nullptr ? "" : name, ""};
  char piece[8192];
  for (la_ssize_t size; (size = archive_read_data(reader.get(), piece, sizeof piece)) != 0;) {
    if (size < 0 || file.content.size() > kLargest) return {};
    file.content.append(piece, static_cast<size_t>(size));
  }
  if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_EOF) return {};
  return file;
}

}  // namespace sistema_ts
