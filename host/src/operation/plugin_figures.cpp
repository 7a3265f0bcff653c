// SPDX-License-Identifier: Apache-2.0
#include "operation/plugin_figures.hpp"

#include <algorithm>
#include <vector>

namespace curante::kernel {

namespace {

using metrics::Figure;
using metrics::Kind;

constexpr size_t most_figures = 100;
constexpr size_t most_samples = 1000;

/// A family of Prometheus: one kind, one help, whoever counts in it.
struct Family {
  Kind kind = Kind::counter;
  std::string help;
  std::vector<std::pair<std::string, const Figure*>> parts;  ///< by plugin
};

bool is_name(const std::string& text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= 100 && text[0] >= 'a' && text[0] <= 'z' &&
         std::all_of(text.begin(), text.end(), fits);
}

bool is_readable(const Figure& it) {
  if (!is_name(it.title)) return false;
  if (it.label.empty()) return it.samples.size() <= 1;
  return is_name(it.label) && it.label != "plugin";
}

}  // namespace

void write_figures(PrometheusText& text,
                   const std::map<std::string, metrics::FigureList>& plugins) {
  std::map<std::string, Family> families;
  for (const auto& [plugin, list] : plugins) {
    const size_t count = std::min(list.figures.size(), most_figures);
    for (size_t i = 0; i < count; ++i) {
      const Figure& figure = list.figures[i];
      if (!is_readable(figure)) continue;
      Family& family =
          families.try_emplace(figure.title, Family{figure.kind, figure.help, {}}).first->second;
      if (family.kind == figure.kind) family.parts.emplace_back(plugin, &figure);
    }
  }
  for (const auto& [title, family] : families) {
    text.family("curante_" + title, family.kind == Kind::counter ? "counter" : "gauge",
                family.help);
    for (const auto& [plugin, figure] : family.parts) {
      const size_t count = std::min(figure->samples.size(), most_samples);
      for (size_t i = 0; i < count; ++i) {
        PrometheusText::Labels labels{{"plugin", plugin}};
        if (!figure->label.empty()) labels.emplace_back(figure->label, figure->samples[i].about);
        text.sample(labels, figure->samples[i].value);
      }
    }
  }
}

}  // namespace curante::kernel
