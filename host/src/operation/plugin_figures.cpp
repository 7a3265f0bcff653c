// SPDX-License-Identifier: Apache-2.0
#include "operation/plugin_figures.hpp"

#include <algorithm>
#include <set>
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

/// What is written at the end; no plugin's figure may be called so.
constexpr const char* left_out_name = "curante_plugin_figures_left_out";

class Writer {
 public:
  explicit Writer(PrometheusText& text) : text_(text) {}

  void take(const std::string& plugin, const metrics::FigureList& list) {
    const size_t count = std::min(list.figures.size(), most_figures);
    for (size_t i = 0; i < count; ++i) {
      if (!take(plugin, list.figures[i])) ++left_out_[plugin];
    }
    if (count < list.figures.size()) left_out_[plugin] += list.figures.size() - count;
  }

  void write() {
    for (const auto& [title, family] : families_) {
      text_.family(name_of(title), family.kind == Kind::counter ? "counter" : "gauge", family.help);
      std::set<std::vector<std::string>> told;
      for (const auto& [plugin, figure] : family.parts) write(plugin, *figure, told);
    }
    if (left_out_.empty()) return;
    text_.family(left_out_name, "gauge", "Figures and samples of a plugin that cannot be told.");
    for (const auto& [plugin, count] : left_out_)
      text_.sample({{"plugin", plugin}}, static_cast<double>(count));
  }

 private:
  static std::string name_of(const std::string& title) { return "curante_" + title; }

  bool take(const std::string& plugin, const Figure& figure) {
    const std::string name = name_of(figure.title);
    if (!is_readable(figure) || name == left_out_name || text_.has(name)) return false;
    Family& family =
        families_.try_emplace(figure.title, Family{figure.kind, figure.help, {}}).first->second;
    if (family.kind != figure.kind) return false;
    family.parts.emplace_back(plugin, &figure);
    return true;
  }

  void write(const std::string& plugin, const Figure& figure,
             std::set<std::vector<std::string>>& told) {
    const size_t count = std::min(figure.samples.size(), most_samples);
    size_t written = 0;
    for (size_t i = 0; i < count; ++i) {
      PrometheusText::Labels labels{{"plugin", plugin}};
      if (!figure.label.empty()) labels.emplace_back(figure.label, figure.samples[i].about);
      if (!told.insert({plugin, figure.label, labels.back().second}).second) continue;
      text_.sample(labels, figure.samples[i].value);
      ++written;
    }
    if (written < figure.samples.size()) left_out_[plugin] += figure.samples.size() - written;
  }

  PrometheusText& text_;
  std::map<std::string, Family> families_;
  std::map<std::string, size_t> left_out_;
};

}  // namespace

void write_figures(PrometheusText& text,
                   const std::map<std::string, metrics::FigureList>& plugins) {
  Writer writer(text);
  for (const auto& [plugin, list] : plugins) writer.take(plugin, list);
  writer.write();
}

}  // namespace curante::kernel
