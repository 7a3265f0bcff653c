// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curante::kernel {

/// Figures in Prometheus' text format 0.0.4: a family's HELP and TYPE, then its samples.
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
class PrometheusText {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  void family(std::string_view name, std::string_view type, std::string_view help);
  /// One of the family begun last; `suffix` is a histogram's "_bucket", "_sum" or "_count".
  void sample(std::string_view suffix, const Labels& labels, double value);
  void sample(const Labels& labels, double value) { sample("", labels, value); }

  /// Whether a family of that name was begun, or a histogram's whose samples have that name.
  bool has(const std::string& name) const { return names_.contains(name); }
  const std::string& text() const { return text_; }

  /// The shortest text that reads back as the same number.
  static std::string number(double value);

 private:
  std::string family_, text_;
  std::set<std::string> names_;
};

}  // namespace curante::kernel
