// SPDX-License-Identifier: Apache-2.0
// A table from a folder, a text that somebody types: any octets may come.
#include <cstdlib>

#include "curante/reference/csv_table.hpp"
#include "curante/reference/search_text.hpp"
#include "curante/reference/type_ahead.hpp"

using namespace curante;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const reference::CsvTable table(text, "f", {"a", "b"});
    int line = 1;
    for (const auto& row : table.rows()) {
      if (row.fields.size() != 2 || row.line <= line) std::abort();
      line = row.line;
    }
  } catch (const Error& e) {
    if (e.code() != "import-malformed") std::abort();
  }
  const std::string key = reference::search_text(text);
  if (reference::search_text(key) != key) std::abort();  // what is compared stays as it is
  const reference::TypeAhead typed(text);
  if (typed.empty() != typed.patterns().empty()) std::abort();
  return 0;
}
