// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libxml/xmlwriter.h>

#include <memory>
#include <string>
#include <string_view>

namespace curante::sac {

/// Writes one SOAP 1.1 message: the envelope, one operation's root element, its members in the
/// order they are given. libxml2 does the escaping.
class SoapWriter {
 public:
  /// `ns` is the operation's namespace (prefix `op`), `types` that of nested types (prefix `td`).
  SoapWriter(std::string_view ns, std::string_view types, std::string_view root);
  ~SoapWriter();

  /// A member of the operation's namespace, also when empty: the SAC wants every header tag
  /// (specification of 5 Dec 2024, 3.4).
  void member(std::string_view name, std::string_view value);
  /// A member that is left out when it has no value.
  void valued(std::string_view name, std::string_view value);
  /// A member without namespace, for services whose schema does not qualify its members.
  void bare(std::string_view name, std::string_view value);
  void begin(std::string_view name);
  void begin_typed(std::string_view name);
  /// Like `valued`, in the namespace of nested types.
  void typed(std::string_view name, std::string_view value);
  void end();
  /// The finished message. The writer is spent.
  std::string finish();

 private:
  void element(std::string_view prefix, std::string_view name, std::string_view value);
  void open(std::string_view prefix, std::string_view name);

  std::unique_ptr<xmlBuffer, decltype(&xmlBufferFree)> buffer_;
  xmlTextWriterPtr writer_;
};

}  // namespace curante::sac
