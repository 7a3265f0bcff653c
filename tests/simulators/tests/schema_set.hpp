// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

/// The folder of the official interface files, if CURANTE_REFERENCE_DIR is set.
std::optional<std::filesystem::path> protocols_folder();

/// The schema of one operation's request or answer. One set for each: the published files define
/// the same names differently.
class SchemaSet {
 public:
  /// Compiles an official XSD, or the first one that a WSDL holds. What libxml2 refuses in it is
  /// removed in memory. Throws.
  explicit SchemaSet(const std::filesystem::path& file);

  /// What is wrong with the element, empty if it is valid.
  std::string problems(xmlNode* element) const;

 private:
  struct Free {
    void operator()(xmlSchema* schema) const { xmlSchemaFree(schema); }
  };
  std::unique_ptr<xmlSchema, Free> schema_;
};
