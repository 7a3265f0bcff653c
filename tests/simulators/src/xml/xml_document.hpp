// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libxml/tree.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sistema_ts {

/// The text is no well-formed XML.
class XmlProblem : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One element of a document; valid as long as its document.
class XmlElement {
 public:
  explicit XmlElement(const xmlNode* node) : node_(node) {}

  std::string_view name() const;
  std::string_view name_space() const;
  std::vector<XmlElement> children() const;
  /// The characters of the element itself, none of its children's.
  std::string text() const;
  bool has(std::string_view child) const;
  /// The text of the first child of that name, whatever its namespace; empty if there is none.
  std::string value(std::string_view child) const;

 private:
  const xmlNode* node_;
};

/// A parsed document. No network, no external entities, no DTD: a prescription needs none.
class XmlDocument {
 public:
  /// Throws XmlProblem.
  static XmlDocument parse(std::string_view text);
  XmlElement root() const;

 private:
  struct Free {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  };
  explicit XmlDocument(xmlDoc* document) : document_(document) {}
  std::unique_ptr<xmlDoc, Free> document_;
};

}  // namespace sistema_ts
