// SPDX-License-Identifier: Apache-2.0
#include "rule_text.hpp"

#include <fmt/format.h>

namespace curante::prescribing {
namespace {

constexpr size_t most_octets = 512 * 1024, most_blocks = 4'000, most_in_line = 1'000;

bool is_word(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!plain && c != '_') return false;
  }
  return true;
}

/// Octets of the UTF-8 character that begins at `at`; 0 when there is none.
size_t character_at(std::string_view text, size_t at) {
  const auto octet = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = octet(at);
  if (first < 0x80) return 1;
  const size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + size > text.size()) return 0;
  for (size_t i = 1; i < size; ++i) {
    if ((octet(at + i) & 0xC0) != 0x80) return 0;
  }
  return size;
}

bool is_clean(std::string_view line) {
  for (size_t at = 0; at < line.size();) {
    const size_t size = character_at(line, at);
    if (size == 0 || (size == 1 && static_cast<unsigned char>(line[at]) < ' ')) return false;
    at += size;
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The first word of a text; the text keeps the rest.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text = trimmed(text.substr(word.size()));
  return word;
}

class Lines {
 public:
  Lines(RuleText& out, const std::string& file) : out_(out), file_(file) {}

  void take(std::string_view line, int number) {
    if (line.size() > most_in_line) malformed(file_, number, "la riga è troppo lunga");
    if (!is_clean(line)) malformed(file_, number, "la riga non è testo UTF-8 senza tabulazioni");
    std::string_view rest = trimmed(line);
    if (rest.empty() || rest.front() == ';') return;
    const bool head = line.front() != ' ';
    const std::string_view first = take_word(rest);
    if (!is_word(first)) {
      malformed(file_, number, fmt::format("«{}» non è una parola chiave", first));
    }
    head ? begin(first, rest, number) : add(first, rest, number);
  }

 private:
  void begin(std::string_view kind, std::string_view rest, int number) {
    const std::string_view name = take_word(rest);
    if (!is_word(name)) malformed(file_, number, "manca il nome del blocco");
    if (out_.name.empty()) {
      if (kind != "rules" || rest.empty()) {
        malformed(file_, number, "la prima riga dev'essere «rules NOME VERSIONE»");
      }
      out_.name = name;
      out_.version = rest;
      return;
    }
    if (!rest.empty()) malformed(file_, number, "dopo il nome del blocco non va scritto altro");
    if (out_.blocks.size() == most_blocks) malformed(file_, number, "i blocchi sono troppi");
    out_.blocks.push_back({std::string(kind), std::string(name), number, {}});
  }
  void add(std::string_view key, std::string_view value, int number) {
    if (out_.blocks.empty()) malformed(file_, number, "la riga non appartiene a nessun blocco");
    if (value.empty()) malformed(file_, number, fmt::format("«{}» non ha un valore", key));
    out_.blocks.back().entries.push_back({std::string(key), std::string(value), number});
  }

  RuleText& out_;
  const std::string& file_;
};

}  // namespace

RuleText read_rule_text(std::string_view text, const std::string& file) {
  if (text.size() > most_octets) malformed(file, 0, "il pacchetto è troppo grande");
  RuleText out;
  Lines lines(out, file);
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    lines.take(text.substr(0, end), number);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  if (out.name.empty()) malformed(file, 0, "il pacchetto è vuoto");
  return out;
}

void malformed(const std::string& file, int line, const std::string& what) {
  throw Error("rules-malformed",
              line > 0 ? fmt::format("{} riga {}: {}", file, line, what)
                       : fmt::format("{}: {}", file, what),
              "correggere il pacchetto di regole, o installare quello dell'ultima versione");
}

}  // namespace curante::prescribing
