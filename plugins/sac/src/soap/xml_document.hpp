// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libxml/tree.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace curante::sac {

/// An element of a received document. A null element has no children and no text, so that reading
/// what is not there gives empty texts. Valid as long as its document.
class XmlElement {
 public:
  explicit XmlElement(const xmlNode* node = nullptr) : node_(node) {}

  explicit operator bool() const { return node_ != nullptr; }
  /// The first child with this namespace and name.
  XmlElement child(std::string_view ns, std::string_view name) const;
  std::vector<XmlElement> children(std::string_view ns, std::string_view name) const;
  /// All child elements, and how this one is called: for messages whose schema is not public.
  std::vector<XmlElement> children() const;
  std::string_view name() const;
  XmlElement first_child() const;
  /// All elements below with this name, whatever their namespace: for services whose WSDL is not
  /// public.
  std::vector<XmlElement> named(std::string_view name) const;
  bool is(std::string_view ns, std::string_view name) const;
  /// Its text, without white space at both ends.
  std::string text() const;
  std::string text(std::string_view ns, std::string_view name) const {
    return child(ns, name).text();
  }

 private:
  const xmlNode* node_;
};

/// A received XML document. No DTD, no entities beyond XML's own, no network, no more than 16 MiB.
class XmlDocument {
 public:
  /// Throws Error{"xml-malformed"}.
  explicit XmlDocument(std::string_view text);
  XmlElement root() const;

 private:
  std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document_;
};

}  // namespace curante::sac
