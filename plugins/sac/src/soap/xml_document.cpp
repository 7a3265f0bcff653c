// SPDX-License-Identifier: Apache-2.0
#include "soap/xml_document.hpp"

#include <libxml/parser.h>

#include <cstring>

#include "curante/error.hpp"

namespace curante::sac {

namespace {

constexpr size_t max_size = 16 * 1024 * 1024;

std::string_view view_of(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

bool matches(const xmlNode* node, std::string_view ns, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && view_of(node->name) == name &&
         (node->ns == nullptr ? ns.empty() : view_of(node->ns->href) == ns);
}

}  // namespace

bool XmlElement::is(std::string_view ns, std::string_view name) const {
  return node_ != nullptr && matches(node_, ns, name);
}

XmlElement XmlElement::child(std::string_view ns, std::string_view name) const {
  for (const xmlNode* it = node_ == nullptr ? nullptr : node_->children; it != nullptr;
       it = it->next) {
    if (matches(it, ns, name)) return XmlElement(it);
  }
  return XmlElement();
}

std::vector<XmlElement> XmlElement::children(std::string_view ns, std::string_view name) const {
  std::vector<XmlElement> all;
  for (const xmlNode* it = node_ == nullptr ? nullptr : node_->children; it != nullptr;
       it = it->next) {
    if (matches(it, ns, name)) all.emplace_back(it);
  }
  return all;
}

std::vector<XmlElement> XmlElement::children() const {
  std::vector<XmlElement> all;
  for (const xmlNode* it = node_ == nullptr ? nullptr : node_->children; it != nullptr;
       it = it->next) {
    if (it->type == XML_ELEMENT_NODE) all.emplace_back(it);
  }
  return all;
}

std::string_view XmlElement::name() const {
  return node_ == nullptr ? std::string_view() : view_of(node_->name);
}

XmlElement XmlElement::first_child() const {
  for (const xmlNode* it = node_ == nullptr ? nullptr : node_->children; it != nullptr;
       it = it->next) {
    if (it->type == XML_ELEMENT_NODE) return XmlElement(it);
  }
  return XmlElement();
}

std::vector<XmlElement> XmlElement::named(std::string_view name) const {
  std::vector<XmlElement> all;
  std::vector<const xmlNode*> open;
  if (node_ != nullptr) open.push_back(node_->children);
  while (!open.empty()) {
    const xmlNode* it = open.back();
    open.pop_back();
    if (it == nullptr) continue;
    open.push_back(it->next);
    if (it->type != XML_ELEMENT_NODE) continue;
    if (view_of(it->name) == name) all.emplace_back(it);
    open.push_back(it->children);
  }
  return all;
}

std::string XmlElement::text() const {
  if (node_ == nullptr) return {};
  const std::unique_ptr<xmlChar, decltype(xmlFree)> content(xmlNodeGetContent(node_), xmlFree);
  const std::string_view all = view_of(content.get());
  const size_t begin = all.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(all.substr(begin, all.find_last_not_of(" \t\r\n") - begin + 1));
}

XmlDocument::XmlDocument(std::string_view text) : document_(nullptr, &xmlFreeDoc) {
  const auto refuse = [](const char* why) {
    throw Error("xml-malformed", std::string("la risposta del servizio non è leggibile: ") + why,
                "riprovare; se continua, avvisare l'assistenza");
  };
  if (text.size() > max_size) refuse("troppo lunga");
  document_.reset(xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!document_) refuse("XML malformato");
  // A DTD could declare entities that grow without bound; SOAP forbids one anyway (SOAP 1.1, 3).
  if (document_->intSubset != nullptr) refuse("contiene una DTD");
}

XmlElement XmlDocument::root() const {
  return XmlElement(xmlDocGetRootElement(document_.get()));
}

}  // namespace curante::sac
