// SPDX-License-Identifier: Apache-2.0
#include "info/info_scan.hpp"

#include "text/foreign_text.hpp"

namespace curante::kernel {

namespace {

constexpr int max_depth = 16;

/// The first character that PropertyTree would take for white space, and people for nothing.
size_t control_character(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) return i;
  }
  return std::string_view::npos;
}

/// Splits the text exactly as PropertyTree does; where the two could differ, refuses.
class Scan {
 public:
  Scan(std::string_view text, const std::string& file, Problems& problems)
      : text_(text), file_(file), problems_(problems) {}

  std::vector<int> run() {
    const size_t control = control_character(text_);
    if (text_.size() > max_info_size) {
      refuse("info-too-large", 0, "the file is larger than 256 KiB", "split it");
    } else if (!is_utf8(text_)) {
      refuse("info-not-utf8", 0, "the file is not UTF-8", "save it as plain UTF-8 text");
    } else if (control != std::string_view::npos) {
      refuse("info-control-character", line_at(control),
             text_[control] == 0 ? "the file contains a NUL byte"
                                 : "the file contains an invisible control character",
             "save it as plain UTF-8 text");
    } else {
      while (at_ < text_.size() && !stopped_) step();
      if (!stopped_ && depth_ > 0) {
        refuse("info-unbalanced", line_,
               "the file ends inside " + std::to_string(depth_) + " open braces",
               "close each { with a }");
      }
    }
    return std::move(lines_);
  }

 private:
  enum class Next { key, value };

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      ++line_;
      ++at_;
      next_ = Next::key;
      line_start_ = true;
      return;
    }
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
      return;
    }
    if (c == '#' && line_start_) {
      return refuse("info-include", line_, "directives such as #include are not allowed",
                    "put the entries into this file, or name a base");
    }
    line_start_ = false;
    if (c == ';') {
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    } else if (c == '{' || c == '}') {
      brace(c);
    } else {
      word();
    }
  }

  void brace(char c) {
    ++at_;
    next_ = Next::key;
    depth_ += c == '{' ? 1 : -1;
    if (depth_ > max_depth) {
      refuse("info-too-deep", line_, "braces are nested more than 16 deep",
             "a manifest needs 4 levels at most");
    } else if (depth_ < 0) {
      refuse("info-unbalanced", line_, "there is a } without a {", "remove it");
    }
  }

  void word() {
    if (next_ == Next::key) lines_.push_back(line_);
    next_ = next_ == Next::key ? Next::value : Next::key;
    if (text_[at_] == '"') return quoted();
    const size_t end = text_.find_first_of(" \t\r\n;", at_);
    const auto it = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    at_ += it.size();
    // To PropertyTree such a brace is part of the word, to people it is a brace.
    if (it.find_first_of("{}\\") != std::string_view::npos) {
      refuse("info-syntax", line_,
             "«" + std::string(it) + "» joins a word and a brace or backslash",
             "put blanks around { and }, and quotation marks around such a value");
    }
  }

  void quoted() {
    for (++at_; at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n'; ++at_) {
      if (text_[at_] != '\\' || at_ + 1 >= text_.size() || text_[at_ + 1] == '\n') continue;
      if (text_[++at_] == '0') {
        return refuse("info-control-character", line_, "«\\0» stands for a NUL byte", "remove it");
      }
    }
    if (at_ >= text_.size() || text_[at_] != '"') {
      return refuse("info-unfinished-string", line_, "a quoted text does not end on its line",
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
  int line_ = 1, depth_ = 0;
  Next next_ = Next::key;
  bool line_start_ = true, stopped_ = false;
};

}  // namespace

std::vector<int> scan_info(std::string_view text, const std::string& file, Problems& problems) {
  return Scan(text, file, problems).run();
}

}  // namespace curante::kernel
