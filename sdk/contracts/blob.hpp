// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/describe.hpp"
#include "curante/kind.hpp"

namespace curante {

/// Large or binary data as a call's reply, in ranges. The web face serves a call that replies with a
/// Blob as a file: `GET /files/<contract>/<revision>/<Call>?<member>=<value>`.
struct Blob {
  std::string media_type;  ///< "application/pdf"
  std::string file_name;
  int64_t size = 0;        ///< of the whole, in octets
  int64_t offset = 0;      ///< of `content` in the whole
  Bytes content;
};
CURANTE_DESCRIBE(Blob, media_type, file_name, size, offset, content);
CURANTE_PERSONAL(Blob, file_name, content);

}  // namespace curante
