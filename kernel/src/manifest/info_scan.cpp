// SPDX-License-Identifier: Apache-2.0
#include "manifest/info_scan.hpp"

namespace curante::kernel {

namespace {

constexpr size_t max_size = 256 * 1024;
constexpr int max_depth = 16;

bool is_utf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const size_t size = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3
                        : c >= 0xF0 && c < 0xF5 ? 4 : 0;
    if (size == 0 || i + size > text.size()) return false;
    for (size_t k = 1; k < size; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    }
    i += size;
  }
  return true;
}

class Scan {
 public:
  Scan(std::string_view text, const std::string& file, Problems& problems)
      : text_(text), file_(file), problems_(problems) {}

  std::vector<int> run() {
    if (text_.size() > max_size) {
      refuse("info-too-large", 0, "the file is larger than 256 KiB", "split it");
    } else if (text_.find('\0') != std::string_view::npos) {
      refuse("info-nul", line_at(text_.find('\0')), "the file contains a NUL byte",
             "save it as plain UTF-8 text");
    } else if (!is_utf8(text_)) {
      refuse("info-not-utf8", 0, "the file is not UTF-8", "save it as plain UTF-8 text");
    } else {
      while (at_ < text_.size() && !stopped_) step();
      if (!stopped_ && depth_ > 0) {
        refuse("info-unbalanced", line_, "the file ends inside " + std::to_string(depth_) +
                                             " open braces", "close each { with a }");
      }
    }
    return std::move(lines_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      ++line_;
      ++at_;
      words_ = 0;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == ';') {
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    } else if (c == '#' && words_ == 0) {
      refuse("info-include", line_, "directives such as #include are not allowed",
             "put the entries into this file, or name a base");
    } else if (c == '{') {
      ++at_;
      words_ = 0;
      if (++depth_ > max_depth) {
        refuse("info-too-deep", line_, "braces are nested more than 16 deep",
               "a manifest needs 4 levels at most");
      }
    } else if (c == '}') {
      ++at_;
      words_ = 0;
      if (--depth_ < 0) {
        refuse("info-unbalanced", line_, "there is a } without a {", "remove it");
      }
    } else {
      word();
    }
  }

  void word() {
    if (words_++ == 0) lines_.push_back(line_);
    if (text_[at_] == '"') return quoted();
    while (at_ < text_.size() && std::string_view(" \t\r\n;{}").find(text_[at_]) ==
                                     std::string_view::npos) {
      ++at_;
    }
  }

  void quoted() {
    for (++at_; at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    if (at_ >= text_.size() || text_[at_] != '"') {
      refuse("info-unfinished-string", line_, "a quoted text does not end on its line",
             "close it with a quotation mark");
    }
    ++at_;
  }

  int line_at(size_t offset) const {
    int line = 1;
    for (size_t i = 0; i < offset; ++i) line += text_[i] == '\n';
    return line;
  }

  void refuse(std::string code, int line, std::string message, std::string remedy) {
    problems_.push_back({std::move(code), file_, line, std::move(message), std::move(remedy)});
    stopped_ = true;
  }

  std::string_view text_;
  const std::string& file_;
  Problems& problems_;
  std::vector<int> lines_;
  size_t at_ = 0;
  int line_ = 1, depth_ = 0, words_ = 0;
  bool stopped_ = false;
};

}  // namespace

std::vector<int> scan_info(std::string_view text, const std::string& file, Problems& problems) {
  return Scan(text, file, problems).run();
}

}  // namespace curante::kernel
