// SPDX-License-Identifier: Apache-2.0
#include "curante/reference/table_file.hpp"

#include <fstream>

namespace curante::reference {
namespace {

constexpr uintmax_t most_octets = 64u << 20;

Error unreadable(const std::filesystem::path& file, const std::string& reason) {
  return Error("import-unreadable", file.string() + ": " + reason,
               "controllare il file e che il programma abbia il permesso di leggerlo");
}

}  // namespace

std::optional<std::string> read_table_file(const std::filesystem::path& file) {
  std::error_code problem;
  const auto status = std::filesystem::status(file, problem);
  if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
  if (problem) throw unreadable(file, problem.message());
  if (!std::filesystem::is_regular_file(status)) throw unreadable(file, "non è un file");
  const uintmax_t size = std::filesystem::file_size(file, problem);
  if (problem) throw unreadable(file, problem.message());
  if (size > most_octets) throw unreadable(file, "supera i 64 MiB");
  std::ifstream in(file, std::ios::binary);
  std::string content(size, '\0');
  if (!in || !in.read(content.data(), static_cast<std::streamsize>(size))) {
    throw unreadable(file, "la lettura non è riuscita");
  }
  return content;
}

}  // namespace curante::reference
