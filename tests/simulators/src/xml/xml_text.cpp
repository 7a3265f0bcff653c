// SPDX-License-Identifier: Apache-2.0
#include "xml/xml_text.hpp"

#include <stdexcept>
#include <utility>

namespace sistema_ts {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

XmlText& XmlText::open(std::string_view name, std::string_view attributes) {
  text_ += '<';
  text_ += name;
  if (!attributes.empty()) (text_ += ' ') += attributes;
  text_ += '>';
  open_.emplace_back(name);
  return *this;
}

XmlText& XmlText::close() {
  text_ += "</" + open_.back() + '>';
  open_.pop_back();
  return *this;
}

XmlText& XmlText::leaf(std::string_view name, std::string_view text) {
  text_ += '<';
  text_ += name;
  if (text.empty()) {
    text_ += "/>";
    return *this;
  }
  text_ += '>';
  append_escaped(text_, text);
  text_ += "</";
  text_ += name;
  text_ += '>';
  return *this;
}

XmlText& XmlText::leaf_if_any(std::string_view name, std::string_view text) {
  return text.empty() ? *this : leaf(name, text);
}

std::string XmlText::take() {
  if (!open_.empty()) throw std::logic_error("XML element left open: " + open_.back());
  return std::exchange(text_, {});
}

}  // namespace sistema_ts
