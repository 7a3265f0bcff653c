// SPDX-License-Identifier: Apache-2.0
#include "xml/xml_document.hpp"

#include <libxml/parser.h>

#include <fmt/format.h>

namespace sistema_ts {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

}  // namespace

std::string_view XmlElement::name() const {
  return view(node_->name);
}

std::string_view XmlElement::name_space() const {
  return node_->ns == nullptr ? std::string_view() : view(node_->ns->href);
}

std::vector<XmlElement> XmlElement::children() const {
  std::vector<XmlElement> found;
  for (const xmlNode* child = node_->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) found.emplace_back(child);
  }
  return found;
}

std::string XmlElement::text() const {
  std::string text;
  for (const xmlNode* child = node_->children; child != nullptr; child = child->next) {
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
      text += view(child->content);
    }
  }
  return text;
}

bool XmlElement::has(std::string_view child) const {
  for (const auto& element : children()) {
    if (element.name() == child) return true;
  }
  return false;
}

std::string XmlElement::value(std::string_view child) const {
  for (const auto& element : children()) {
    if (element.name() == child) return element.text();
  }
  return {};
}

XmlDocument XmlDocument::parse(std::string_view text) {
  std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(xmlNewParserCtxt(),
                                                                      &xmlFreeParserCtxt);
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  XmlDocument document(xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()),
                                         nullptr, nullptr, options));
  if (!document.document_) {
    const xmlError* error = xmlCtxtGetLastError(parser.get());
    throw XmlProblem(error == nullptr ? "empty document"
                                      : fmt::format("line {}: {}", error->line,
                                                    error->message ? error->message : "not XML"));
  }
  if (document.document_->intSubset != nullptr) throw XmlProblem("a DTD is not allowed");
  return document;
}

XmlElement XmlDocument::root() const {
  return XmlElement(xmlDocGetRootElement(document_.get()));
}

}  // namespace sistema_ts
