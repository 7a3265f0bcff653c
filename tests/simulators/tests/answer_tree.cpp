// SPDX-License-Identifier: Apache-2.0
#include "answer_tree.hpp"

#include <libxml/parser.h>

#include <stdexcept>

namespace {

std::string local_name(const xmlNode* node) {
  return reinterpret_cast<const char*>(node->name);
}

std::string content(const xmlNode* node) {
  xmlChar* text = xmlNodeGetContent(node);
  std::string copy = reinterpret_cast<const char*>(text);
  xmlFree(text);
  return copy;
}

template <typename Visit>
void walk(const xmlNode* node, const Visit& visit) {
  for (; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    visit(node);
    walk(node->children, visit);
  }
}

}  // namespace

AnswerTree::AnswerTree(const std::string& text)
    : document_(xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr,
                              XML_PARSE_NONET | XML_PARSE_NOERROR)) {
  if (!document_) throw std::runtime_error("not XML: " + text);
}

std::vector<std::string> AnswerTree::all(const std::string& name) const {
  std::vector<std::string> found;
  walk(xmlDocGetRootElement(document_.get()), [&](const xmlNode* node) {
    if (local_name(node) == name) found.push_back(content(node));
  });
  return found;
}

std::string AnswerTree::one(const std::string& name) const {
  const auto found = all(name);
  if (found.empty()) throw std::runtime_error("no element " + name);
  return found.front();
}

xmlNode* AnswerTree::message() const {
  xmlNode* found = nullptr;
  for (xmlNode* part = xmlDocGetRootElement(document_.get())->children; part != nullptr;
       part = part->next) {
    if (part->type != XML_ELEMENT_NODE || local_name(part) != "Body") continue;
    found = xmlFirstElementChild(part);
  }
  if (found == nullptr) throw std::runtime_error("no message in the envelope");
  return found;
}

std::vector<std::string> AnswerTree::skeleton() const {
  std::vector<std::string> names;
  const xmlNode* root = message();
  const auto add = [&](const xmlNode* node) {
    const char* space = node->ns == nullptr ? "" : reinterpret_cast<const char*>(node->ns->href);
    names.push_back(std::string("{") + space + "}" + local_name(node));
  };
  add(root);
  walk(root->children, add);
  return names;
}
