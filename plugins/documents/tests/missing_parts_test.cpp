// SPDX-License-Identifier: Apache-2.0
// On a system that lacks what the room is built upon.
#include <gtest/gtest.h>
#include <pango/pangocairo.h>

#include "curante/testing/broken_openssl.hpp"
#include "curante/testing/caller.hpp"
#include "promemoria_printer.hpp"
#include "sha256.hpp"
#include "typesetter.hpp"

namespace {
bool with_freetype = true;
}

// The linker gives the room these in place of Pango's.
extern "C" PangoFontMap* __real_pango_cairo_font_map_new_for_font_type(cairo_font_type_t kind);
extern "C" PangoFontMap* __wrap_pango_cairo_font_map_new_for_font_type(cairo_font_type_t kind) {
  return with_freetype ? __real_pango_cairo_font_map_new_for_font_type(kind) : nullptr;
}

namespace curante::documents {
namespace {

using testing::code_of;

TEST(MissingParts, WithoutFreeTypeNoPageIsSet) {
  with_freetype = false;
  EXPECT_EQ(code_of([] { Typesetter(PromemoriaPrinter::usual_families); }), "fonts-missing");
  with_freetype = true;
  EXPECT_EQ(code_of([] { Typesetter(PromemoriaPrinter::usual_families); }), "");
}

TEST(MissingParts, WithoutSha256NothingIsKept) {
  const testing::WithoutAlgorithms broken;
  EXPECT_EQ(code_of([] { sha256({}); }), "digest-failed");
}

}  // namespace
}  // namespace curante::documents
