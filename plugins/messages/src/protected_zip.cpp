// SPDX-License-Identifier: Apache-2.0
#include "protected_zip.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace curante::messages {
namespace {

la_ssize_t append(archive*, void* out, const void* data, size_t size) {
  const auto* octets = static_cast<const unsigned char*>(data);
  auto* bytes = static_cast<Bytes*>(out);
  bytes->insert(bytes->end(), octets, octets + size);
  return static_cast<la_ssize_t>(size);
}

void demand(la_ssize_t result) {
  if (result >= ARCHIVE_OK) return;
  throw Error("zip-failed", "l'allegato non si è potuto proteggere con una password",
              "riprovare; se continua, consegnare in altro modo e avvisare l'assistenza");
}

}  // namespace

Bytes protected_zip(const std::vector<Attachment>& files, const std::string& password) {
  Bytes out;
  const std::unique_ptr<archive, decltype(&archive_write_free)> zip(archive_write_new(),
                                                                    &archive_write_free);
  demand(archive_write_set_format_zip(zip.get()));
  demand(archive_write_set_options(zip.get(), "zip:encryption=aes256"));
  demand(archive_write_set_passphrase(zip.get(), password.c_str()));
  demand(archive_write_set_bytes_in_last_block(zip.get(), 1));
  demand(archive_write_open(zip.get(), &out, nullptr, append, nullptr));
  for (const Attachment& file : files) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              &archive_entry_free);
    archive_entry_set_pathname(entry.get(), file.file_name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    demand(archive_write_header(zip.get(), entry.get()));
    demand(archive_write_data(zip.get(), file.content.data(), file.content.size()));
  }
  demand(archive_write_close(zip.get()));
  return out;
}

}  // namespace curante::messages
