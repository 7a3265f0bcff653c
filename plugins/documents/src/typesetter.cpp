// SPDX-License-Identifier: Apache-2.0
#include "typesetter.hpp"

#include <algorithm>

#include "curante/error.hpp"

namespace curante::documents {
namespace {

// The title as the SAC sets it: from x 278.26 to 558 at 10 pt.
constexpr std::string_view reference_text = "RICETTA ELETTRONICA - PROMEMORIA PER L'ASSISTITO";
constexpr double reference_size = 10;
constexpr double reference_width = 279.74;

struct FontDescription {
  FontDescription(const std::string& families, double size, bool oblique, bool bold = false)
      : it(pango_font_description_new()) {
    pango_font_description_set_family(it, families.c_str());
    pango_font_description_set_absolute_size(it, size * PANGO_SCALE);
    if (oblique) pango_font_description_set_style(it, PANGO_STYLE_OBLIQUE);
    if (bold) pango_font_description_set_weight(it, PANGO_WEIGHT_BOLD);
  }
  FontDescription(const FontDescription&) = delete;
  FontDescription& operator=(const FontDescription&) = delete;
  ~FontDescription() { pango_font_description_free(it); }
  PangoFontDescription* it;
};

/// Valid UTF-8 on one line: what comes from outside must not break the page.
std::string printable(std::string_view text) {
  gchar* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  std::string out(valid);
  g_free(valid);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return out;
}

double points(int pango_units) {
  return static_cast<double>(pango_units) / PANGO_SCALE;
}

}  // namespace

Typesetter::Typesetter(const std::string& families)
    : fonts_(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)), families_(families) {
  if (!fonts_) {
    throw Error("fonts-missing", "Pango was built without FreeType",
                "install Debian's libpangocairo-1.0-0");
  }
  // A layout point is a PDF point.
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_.get()), 72);
  context_.reset(pango_font_map_create_context(fonts_.get()));
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);

  // Without any font Pango would end the whole process at the first text.
  const FontDescription plain(families_, reference_size, false);
  const std::unique_ptr<PangoFont, Unref> font(
      pango_font_map_load_font(fonts_.get(), context_.get(), plain.it));
  if (!font) {
    throw Error("fonts-missing", "no font is installed to write documents with",
                "install the Debian package fonts-dejavu-core");
  }
  layout_.reset(pango_layout_new(context_.get()));
  pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_single_paragraph_mode(layout_.get(), TRUE);
  // A ligature would come back as one character when a text is searched or copied.
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0"));
  pango_layout_set_attributes(layout_.get(), attributes);
  pango_attr_list_unref(attributes);

  narrowing_ = std::min(1.0, reference_width / width_of(reference_text, reference_size));
}

double Typesetter::width_of(std::string_view text, double size) {
  set(printable(text), size, false);
  int width = 0;
  pango_layout_get_size(layout_.get(), &width, nullptr);
  return points(width) * narrowing_;
}

void Typesetter::set(std::string_view text, double size, bool oblique, bool bold) {
  const FontDescription description(families_, size, oblique, bold);
  pango_layout_set_width(layout_.get(), -1);
  pango_layout_set_height(layout_.get(), -1);
  pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_NONE);
  pango_layout_set_font_description(layout_.get(), description.it);
  pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
}

bool Typesetter::fits(const Slot& slot) const {
  int width = 0, height = 0;
  pango_layout_get_size(layout_.get(), &width, &height);
  if (points(width) * narrowing_ > slot.width) return false;
  return pango_layout_get_line_count(layout_.get()) == 1 || points(height) <= slot.height;
}

void Typesetter::fit(const Slot& slot, std::string_view text) {
  constexpr double step = 0.5;
  const int width = static_cast<int>(slot.width / narrowing_ * PANGO_SCALE);
  for (double size = slot.size; size >= slot.smallest; size -= step) {
    set(text, size, slot.oblique, slot.bold);
    if (size == slot.size) full_ascent_ = points(pango_layout_get_baseline(layout_.get()));
    if (fits(slot)) return;
    if (slot.height > 0) {
      pango_layout_set_width(layout_.get(), width);
      if (fits(slot)) return;
    }
  }
  set(text, slot.smallest, slot.oblique, slot.bold);
  pango_layout_set_width(layout_.get(), width);
  pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_END);
  // Height counts what fits whole; -1 is one line.
  const int height = static_cast<int>(slot.height * PANGO_SCALE);
  pango_layout_set_height(layout_.get(), height > 0 ? height : -1);
}

double Typesetter::write(cairo_t* page, double page_height, const Slot& slot,
                         std::string_view text) {
  const std::string clean = printable(text);
  if (clean.find_first_not_of(' ') == std::string::npos) return 0;
  fit(slot, clean);
  PangoLayout* layout = layout_.get();
  int width = 0;
  pango_layout_get_size(layout, &width, nullptr);
  const double written = points(width) * narrowing_;
  const double first = points(pango_layout_get_baseline(layout));
  // One line stays on its baseline; several begin where the full-sized line's top would be.
  const double top = pango_layout_get_line_count(layout) == 1
                         ? page_height - slot.baseline - first
                         : page_height - slot.baseline - full_ascent_;
  cairo_save(page);
  cairo_translate(page, slot.centred ? slot.x - written / 2 : slot.x, top);
  cairo_scale(page, narrowing_, 1);
  cairo_move_to(page, 0, 0);
  pango_cairo_show_layout(page, layout);
  cairo_restore(page);
  return written;
}

}  // namespace curante::documents
