// SPDX-License-Identifier: Apache-2.0
#include "transcript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "expectation.hpp"
#include "runtime/tree.hpp"

namespace curante::conformance {

namespace json = boost::json;

namespace {

/// Shorter texts would be found by chance.
constexpr size_t shortest_kept = 8;

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

Transcript::Transcript(const clock::Reading& now)
    : days_{now.today.iso(), now.now.iso().substr(0, 10)} {}

std::string Transcript::same_in_each_run(std::string text, const Values& values) {
  static const std::regex id("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  for (const std::string& day : days_) {
    text = std::regex_replace(
        text, std::regex(day + "[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{3})?Z?"), "@now");
    replace_all(text, day, "@today");
  }
  for (const auto& [name, value] : values.all()) {
    const json::string* kept = value.if_string();
    if (kept == nullptr || kept->size() < shortest_kept) continue;
    replace_all(text, std::string(*kept), "${" + name + "}");
  }
  for (std::smatch found; std::regex_search(text, found, id);) {
    const std::string& name =
        ids_.try_emplace(found.str(), fmt::format("#{}", ids_.size() + 1)).first->second;
    text = found.prefix().str() + name + found.suffix().str();
  }
  return text;
}

json::value Transcript::same_in_each_run(const json::value& tree, const Values& values) {
  if (const auto* text = tree.if_string()) {
    return json::value(same_in_each_run(std::string(*text), values));
  }
  if (const auto* list = tree.if_array()) {
    json::array out;
    for (const json::value& it : *list) out.push_back(same_in_each_run(it, values));
    return out;
  }
  if (const auto* object = tree.if_object()) {
    json::object out;
    for (const auto& [name, value] : *object) out[name] = same_in_each_run(value, values);
    return out;
  }
  return tree;
}

void Transcript::add(const std::string& call, json::value answer,
                     const std::vector<std::string>& varies, const Values& values) {
  if (json::value* reply = answer.as_object().if_contains("reply")) {
    for (const std::string& place : varies) {
      boost::system::error_code absent;
      if (json::value* it = reply->find_pointer(place, absent)) *it = "(varies)";
    }
  }
  lines_.push_back(json::object{{"call", call}, {"answer", same_in_each_run(answer, values)}});
}

std::string Transcript::text() const {
  std::string out;
  for (const json::value& line : lines_) out += kernel::to_text(line) + "\n";
  return out;
}

std::string Transcript::against(const std::string& reference) const {
  std::vector<std::string> before;
  std::istringstream in(reference);
  for (std::string line; std::getline(in, line);) before.push_back(line);
  std::string out;
  for (size_t i = 0; i < std::max(before.size(), lines_.size()); ++i) {
    const json::value was = i < before.size() ? kernel::parse_text(before[i]) : json::value();
    const json::value is = i < lines_.size() ? lines_[i] : json::value();
    const std::string text = difference(was, is);
    const json::object* line = is.is_object() ? is.if_object() : was.if_object();
    if (!text.empty()) {
      out +=
          fmt::format("  step {} {}: {}\n", i + 1, std::string(line->at("call").as_string()), text);
    }
  }
  return out;
}

}  // namespace curante::conformance
