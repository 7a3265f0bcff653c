// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libxml/xmlwriter.h>

#include <memory>
#include <string>

namespace curante::sac {

/// Writes an XML document without namespaces, members in the order they are given.
class PlainWriter {
 public:
  explicit PlainWriter(const char* root);
  ~PlainWriter();
  PlainWriter(const PlainWriter&) = delete;
  PlainWriter& operator=(const PlainWriter&) = delete;

  void begin(const char* name);
  void end();
  /// Also when empty: the order of the members is all that a reader without schema has.
  void element(const char* name, const std::string& value);
  /// The finished document. The writer is spent.
  std::string finish();

 private:
  std::unique_ptr<xmlBuffer, decltype(&xmlBufferFree)> buffer_;
  xmlTextWriterPtr writer_;
};

}  // namespace curante::sac
