// SPDX-License-Identifier: Apache-2.0
#include "curante/reference/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "utf8.hpp"

namespace curante::reference {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The records of a text, one at a time.
class RecordReader {
 public:
  RecordReader(std::string_view text, const CsvTable& table) : text_(text), table_(table) {}

  /// Nothing when the text has ended. Empty lines are no records.
  std::optional<CsvTable::Row> next() {
    while (at_line_end()) skip_line_end();
    if (at_ == text_.size()) return std::nullopt;
    CsvTable::Row row{line_, {}};
    for (;;) {
      row.fields.push_back(text_[at_] == '"' ? quoted() : plain());
      if (at_ == text_.size()) return row;
      if (text_[at_] != ',') {
        skip_line_end();
        return row;
      }
      ++at_;
      if (at_ == text_.size()) {
        row.fields.emplace_back();
        return row;
      }
    }
  }

 private:
  bool at_line_end() const {
    return at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r');
  }
  void skip_line_end() {
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  std::string plain() {
    const size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string field(text_.substr(at_, end - at_));
    if (field.find('"') != std::string::npos) {
      throw table_.malformed(line_, "virgolette dentro un campo che non comincia con virgolette");
    }
    at_ = end;
    return field;
  }

  std::string quoted() {
    const int begins = line_;
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += text_[++at_];
      } else {
        ++at_;
        if (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) {
          throw table_.malformed(line_, "testo dopo le virgolette di chiusura");
        }
        return field;
      }
    }
    throw table_.malformed(begins, "virgolette aperte e mai chiuse");
  }

  std::string_view text_;
  const CsvTable& table_;
  size_t at_ = 0;
  int line_ = 1;
};

void check_text(std::string_view content, const CsvTable& table) {
  int line = 1;
  for (size_t at = 0; at < content.size();) {
    if (content[at] == '\n') ++line;
    const size_t length = character_length(content, at);
    if (length == 0) throw table.malformed(line, "caratteri che non sono UTF-8");
    at += length;
  }
}

}  // namespace

CsvTable::CsvTable(std::string_view content, std::string file,
                   std::initializer_list<std::string_view> columns)
    : file_(std::move(file)) {
  if (content.substr(0, byte_order_mark.size()) == byte_order_mark) {
    content.remove_prefix(byte_order_mark.size());
  }
  check_text(content, *this);
  RecordReader reader(content, *this);
  const auto header = reader.next();
  if (!header) throw malformed(1, "il file è vuoto");
  choose_columns(header->fields, columns);
  while (auto record = reader.next()) {
    if (record->fields.size() != header->fields.size()) {
      throw malformed(record->line, fmt::format("{} campi, ma l'intestazione ne ha {}",
                                                record->fields.size(), header->fields.size()));
    }
    Row row{record->line, {}};
    for (size_t index : chosen_) row.fields.push_back(std::move(record->fields[index]));
    rows_.push_back(std::move(row));
  }
}

void CsvTable::choose_columns(const std::vector<std::string>& header,
                              std::initializer_list<std::string_view> columns) {
  for (std::string_view column : columns) {
    const auto found = std::find(header.begin(), header.end(), column);
    if (found == header.end()) throw malformed(1, fmt::format("manca la colonna «{}»", column));
    if (std::find(chosen_.begin(), chosen_.end(), found - header.begin()) != chosen_.end()) {
      throw Error("column-asked-twice", std::string(column), "report this to the plugin's author");
    }
    chosen_.push_back(static_cast<size_t>(found - header.begin()));
  }
}

Error CsvTable::malformed(int line, const std::string& reason) const {
  return Error("import-malformed", fmt::format("{}, riga {}: {}", file_, line, reason),
               "correggere il file, o riscaricarlo, e ripetere: nulla è stato importato");
}

}  // namespace curante::reference
