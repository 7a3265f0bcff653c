// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libxml/tree.h>

#include <memory>
#include <string>
#include <vector>

/// An answer read with libxml2 alone, so that what the simulator writes is judged from outside.
class AnswerTree {
 public:
  /// Throws std::runtime_error if the text is no XML.
  explicit AnswerTree(const std::string& text);

  /// The texts of all elements of that local name, in document order.
  std::vector<std::string> all(const std::string& name) const;
  /// The text of the first one; throws if there is none.
  std::string one(const std::string& name) const;
  bool has(const std::string& name) const { return !all(name).empty(); }

  xmlDoc* document() const { return document_.get(); }
  /// The only child of the Body.
  xmlNode* message() const;
  /// "{namespace}name" of every element below the Body, in order.
  std::vector<std::string> skeleton() const;

 private:
  struct Free {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  };
  std::unique_ptr<xmlDoc, Free> document_;
};
