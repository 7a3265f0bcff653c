// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sistema_ts {

/// Writes an XML text from left to right, escaping what must be escaped.
class XmlText {
 public:
  /// `attributes` is written as it is, e.g. `xmlns="..."`.
  XmlText& open(std::string_view name, std::string_view attributes = {});
  XmlText& close();
  /// An empty text gives `<name/>`, as the real service does.
  XmlText& leaf(std::string_view name, std::string_view text);
  /// Writes the leaf only if there is a text.
  XmlText& leaf_if_any(std::string_view name, std::string_view text);
  /// The text so far; every element must be closed.
  std::string take();

 private:
  std::string text_;
  std::vector<std::string> open_;
};

}  // namespace sistema_ts
