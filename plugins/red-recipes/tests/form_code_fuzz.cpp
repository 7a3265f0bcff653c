// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "curante/error.hpp"
#include "form_code.hpp"

using curante::red_recipes::FormCode;
using curante::red_recipes::ParityRule;

/// A code is refused in words, or it comes out as it went in.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const FormCode code = FormCode::parse(text, ParityRule::manual);
    if (code.text() != text || code.counter < 0 || code.counter > 99) std::abort();
  } catch (const curante::Error& e) {
    if (e.code() != "block-code-invalid" && e.code() != "code-parity") std::abort();
  }
  try {
    if (FormCode::parse(text, ParityRule::none).text() != text) std::abort();
  } catch (const curante::Error& e) {
    if (e.code() != "block-code-invalid") std::abort();
  }
  return 0;
}
