// SPDX-License-Identifier: Apache-2.0
#include "dpcm/zip_file.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "curante/error.hpp"

namespace curante::sac {
namespace {

struct Release {
  void operator()(archive* it) const {
    // Of one that failed archive_write_free alone leaves the buffer.
    archive_write_close(it);
    archive_write_free(it);
  }
};

}  // namespace

std::string zip_of(const std::string& name, const std::string& content) {
  // Stored or deflated: never more than the content and its headers.
  std::string out(content.size() + 4096, '\0');
  size_t used = 0;
  const std::unique_ptr<archive, Release> zip(archive_write_new());
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            &archive_entry_free);
  const auto demand = [&](la_ssize_t result) {
    if (result >= ARCHIVE_OK) return;
    throw Error("zip-failed", "il file delle ricette rosse non si è potuto comprimere",
                "riprovare; se continua, avvisare l'assistenza");
  };
  demand(archive_write_set_format_zip(zip.get()));
  demand(archive_write_open_memory(zip.get(), out.data(), out.size(), &used));
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  demand(archive_write_header(zip.get(), entry.get()));
  demand(archive_write_data(zip.get(), content.data(), content.size()));
  demand(archive_write_close(zip.get()));
  out.resize(used);
  return out;
}

}  // namespace curante::sac
