// SPDX-License-Identifier: Apache-2.0
#include "xml/message_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "xml/soap.hpp"

namespace sistema_ts {
namespace {

size_t length_in_characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool only_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void check_leaf(const XmlElement& element, const ElementRule& rule) {
  const std::string text = element.text();
  const size_t length = length_in_characters(text);
  const bool good = element.children().empty() && length >= rule.shortest &&
                    length <= rule.longest && (!rule.digits_only || only_digits(text));
  if (!good) {
    throw SoapFault(
        fmt::format("cvc-simple-type 1: element {{{}}}{} value '{}' is not a valid "
                    "instance of type {}",
                    element.name_space(), rule.name, text, rule.type));
  }
}

void check_children(const XmlElement& parent, std::string_view space,
                    std::span<const ElementRule> rules) {
  if (!is_blank(parent.text())) {
    throw SoapFault(
        fmt::format("cvc-complex-type 2.3: element {} may not hold text", parent.name()));
  }
  const auto children = parent.children();
  size_t next = 0;
  for (const auto& rule : rules) {
    size_t seen = 0;
    while (next < children.size() && seen < rule.most && children[next].name() == rule.name &&
           children[next].name_space() == space) {
      if (rule.children.empty()) {
        check_leaf(children[next], rule);
      } else {
        check_children(children[next], rule.child_space, rule.children);
      }
      ++next;
      ++seen;
    }
    if (seen < rule.least) {
      const auto found = next < children.size() ? std::string(children[next].name()) : "the end";
      throw SoapFault(
          fmt::format("cvc-particle 3.1: in element {}, found <{}>, but next item "
                      "should be {{{}}}{}",
                      parent.name(), found, space, rule.name));
    }
  }
  if (next < children.size()) {
    throw SoapFault(
        fmt::format("cvc-particle 2.1: in element {}, found <{}> (in namespace {}), "
                    "but it is not expected here",
                    parent.name(), children[next].name(), children[next].name_space()));
  }
}

}  // namespace

void check_message(const XmlElement& message, const MessageRule& rule) {
  if (message.name() != rule.name || message.name_space() != rule.name_space) {
    throw SoapFault(fmt::format("cvc-elt 1: found <{}> (in namespace {}), expected {{{}}}{}",
                                message.name(), message.name_space(), rule.name_space, rule.name));
  }
  if (!rule.unpublished) check_children(message, rule.name_space, rule.children);
}

}  // namespace sistema_ts
