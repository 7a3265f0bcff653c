// SPDX-License-Identifier: Apache-2.0
#include "rule_block_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace curante::prescribing {
namespace {

std::vector<std::string> parts_of(std::string_view text, char between) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(between), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

std::optional<int32_t> number_of(const std::string& text) {
  int32_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

const RuleEntry* BlockReader::find(std::string_view key) const {
  const auto found = std::find_if(block_.entries.begin(), block_.entries.end(),
                                  [&](const RuleEntry& entry) { return entry.key == key; });
  return found == block_.entries.end() ? nullptr : &*found;
}

const RuleEntry* BlockReader::take(std::string_view key) {
  taken_.emplace(key);
  const auto is = [&](const RuleEntry& entry) { return entry.key == key; };
  if (std::count_if(block_.entries.begin(), block_.entries.end(), is) > 1) {
    refuse(key, fmt::format("«{}» è scritto due volte", key));
  }
  return find(key);
}

void BlockReader::refuse(std::string_view key, const std::string& what) const {
  const RuleEntry* entry = find(key);
  malformed(file_, entry ? entry->line : block_.line, what);
}

std::string BlockReader::text(std::string_view key) {
  const RuleEntry* entry = take(key);
  if (!entry) refuse(key, fmt::format("a «{} {}» manca «{}»", block_.kind, block_.name, key));
  return entry->value;
}

std::string BlockReader::text(std::string_view key, const char* missing) {
  const RuleEntry* entry = take(key);
  return entry ? entry->value : missing;
}

int32_t BlockReader::number(std::string_view key, std::optional<int32_t> missing) {
  if (missing && !has(key)) return *missing;
  const auto value = number_of(text(key));
  if (!value || *value < 1) refuse(key, fmt::format("«{}» dev'essere un numero da 1 in su", key));
  return *value;
}

bool BlockReader::yes(std::string_view key, bool missing) {
  if (!has(key)) {
    taken_.emplace(key);
    return missing;
  }
  return choice(key, {"no", "yes"}) == 1;
}

size_t BlockReader::choice(std::string_view key, std::initializer_list<std::string_view> of) {
  const std::string value = text(key);
  const auto found = std::find(of.begin(), of.end(), value);
  if (found == of.end()) refuse(key, fmt::format("«{}» non può essere «{}»", key, value));
  return static_cast<size_t>(found - of.begin());
}

std::vector<std::string> BlockReader::words(std::string_view key) {
  taken_.emplace(key);
  std::vector<std::string> all;
  for (const RuleEntry& entry : block_.entries) {
    if (entry.key != key) continue;
    for (std::string& word : parts_of(entry.value, ' ')) all.push_back(std::move(word));
  }
  return all;
}

std::vector<std::string> BlockReader::names(std::string_view key) {
  taken_.emplace(key);
  std::vector<std::string> all;
  for (const RuleEntry& entry : block_.entries) {
    if (entry.key != key) continue;
    for (std::string& name : parts_of(entry.value, ',')) all.push_back(std::move(name));
  }
  return all;
}

Condition BlockReader::condition(std::string_view key, FactKind kind) {
  if (!has(key)) {
    taken_.emplace(key);
    return {};
  }
  Condition condition = value(key);
  if (condition.kind() != kind) refuse(key, fmt::format("«{}» dà un valore di altro tipo", key));
  return condition;
}

Condition BlockReader::value(std::string_view key) {
  const std::string written = text(key);
  try {
    return {written, words_};
  } catch (const std::invalid_argument& e) {
    refuse(key, e.what());
  }
}

Sentence BlockReader::sentence(std::string_view key, bool required) {
  const std::string written = required ? text(key) : text(key, "");
  try {
    return {written, words_};
  } catch (const std::invalid_argument& e) {
    refuse(key, e.what());
  }
}

std::optional<Date> BlockReader::day(std::string_view key) {
  const RuleEntry* entry = take(key);
  if (!entry) return std::nullopt;
  try {
    return Date::parse(entry->value);
  } catch (const Error& e) {
    refuse(key, e.message());
  }
}

InForce BlockReader::force() {
  InForce force;
  force.source = text("source");
  force.certainty = "VSU"[choice("certainty", {"V", "S", "U"})];
  // Who switches an unproven rule on must say so.
  force.applied = yes("apply", force.certainty != 'U');
  const auto from = day("from");
  if (!from) refuse("from", fmt::format("a «{} {}» manca «from»", block_.kind, block_.name));
  force.from = *from;
  force.to = day("to");
  if (force.to && *force.to < force.from) refuse("to", "finisce prima di cominciare");
  force.regions = words("region");
  for (const std::string& region : force.regions) {
    if (region.size() != 3 || !number_of(region)) refuse("region", "una regione ha 3 cifre");
  }
  return force;
}

void BlockReader::finish() const {
  for (const RuleEntry& entry : block_.entries) {
    if (!taken_.contains(entry.key)) {
      malformed(file_, entry.line, fmt::format("«{}» non conosce «{}»", block_.kind, entry.key));
    }
  }
}

}  // namespace curante::prescribing
