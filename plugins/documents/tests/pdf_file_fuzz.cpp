// SPDX-License-Identifier: Apache-2.0
// What a service sends as a PDF, read and merged: any octets may come, none may bring the host
// down.
#include <cstdlib>

#include "pdf_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace curante;
  const Bytes file(data, data + size);
  if (!documents::inspect_pdf(file).readable) return 0;
  const std::vector<Bytes> pair = {file, file};
  try {
    if (documents::merge_pdfs(pair).empty()) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
