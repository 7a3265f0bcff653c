// SPDX-License-Identifier: Apache-2.0
#include "operation/prometheus_text.hpp"

#include <charconv>
#include <cmath>

namespace curante::kernel {

namespace {

std::string escaped(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || (quotes && c == '"')) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string PrometheusText::number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end.ptr};
}

void PrometheusText::family(std::string_view name, std::string_view type, std::string_view help) {
  family_ = name;
  names_.insert(family_);
  if (type == "histogram")
    for (const char* suffix : {"_bucket", "_sum", "_count"}) names_.insert(family_ + suffix);
  text_.append("# HELP ").append(name).append(" ").append(escaped(help, false)).append("\n");
  text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void PrometheusText::sample(std::string_view suffix, const Labels& labels, double value) {
  text_.append(family_).append(suffix);
  char separator = '{';
  for (const auto& [name, content] : labels) {
    text_ += separator;
    text_.append(name).append("=\"").append(escaped(content, true)).append("\"");
    separator = ',';
  }
  if (!labels.empty()) text_ += '}';
  text_.append(" ").append(number(value)).append("\n");
}

}  // namespace curante::kernel
