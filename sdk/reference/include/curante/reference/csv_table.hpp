// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "curante/error.hpp"

namespace curante::reference {

/// A table read whole from CSV (RFC 4180, UTF-8, a header row): nothing is believed before all of
/// it has been read. Columns are asked for by name; others are skipped.
class CsvTable {
 public:
  struct Row {
    int line = 0;                     ///< where the row begins, as an editor counts
    std::vector<std::string> fields;  ///< in the order the columns were asked for
    const std::string& operator[](size_t index) const { return fields[index]; }
  };

  /// Throws Error{"import-malformed"} naming `file` and line: a missing column, a row with more or
  /// fewer fields than the header, an unclosed quote, octets that are no UTF-8.
  CsvTable(std::string_view content, std::string file,
           std::initializer_list<std::string_view> columns);

  const std::vector<Row>& rows() const& { return rows_; }
  const std::vector<Row>& rows() const&& = delete;  // a loop over a temporary's rows would dangle

  /// The Error for a row whose content is wrong.
  Error malformed(int line, const std::string& reason) const;

 private:
  void choose_columns(const std::vector<std::string>& header,
                      std::initializer_list<std::string_view> columns);

  std::string file_;
  std::vector<size_t> chosen_;
  std::vector<Row> rows_;
};

}  // namespace curante::reference
