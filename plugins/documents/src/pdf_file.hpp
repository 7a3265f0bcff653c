// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "curante/bytes.hpp"

namespace curante::documents {

/// What a received PDF turned out to be.
struct PdfVerdict {
  bool readable = false;
  int pages = 0;
  std::string problem;  ///< why it is not readable, for the log: holds no content of the file
};

/// Reads the whole file, every object and every stream, and repairs nothing: a viewer that shows
/// half of a damaged promemoria would be worse than one of our own. Never throws on bad input.
PdfVerdict inspect_pdf(const Bytes& file);

/// All pages of all files, in order, as one PDF. Equal input gives equal octets.
/// Throws Error{"document-unreadable"} when one of them is no sound PDF.
Bytes merge_pdfs(const std::vector<Bytes>& files);

}  // namespace curante::documents
