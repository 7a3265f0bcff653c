// SPDX-License-Identifier: Apache-2.0
#include "operation/plugin_figures.hpp"

#include <gtest/gtest.h>

namespace curante::kernel {
namespace {

using metrics::Figure;
using metrics::FigureList;
using metrics::Kind;

std::string written(const std::map<std::string, FigureList>& plugins) {
  PrometheusText text;
  write_figures(text, plugins);
  return text.text();
}

TEST(PluginFiguresTest, OneFamilyForAllWhoCountInIt) {
  const Figure first{"codes_total", Kind::counter, "Codes.", "code", {{"8016", 2}, {"\"a\"", 1}}};
  const Figure second{"codes_total", Kind::counter, "Other words.", "code", {{"1", 7}}};
  const Figure alone{"open_files", Kind::gauge, "Files.", "", {{"", 3.5}}};
  EXPECT_EQ(written({{"a.one", {{first, alone}}}, {"b.two", {{second}}}}),
            "# HELP curante_codes_total Codes.\n"
            "# TYPE curante_codes_total counter\n"
            "curante_codes_total{plugin=\"a.one\",code=\"8016\"} 2\n"
            "curante_codes_total{plugin=\"a.one\",code=\"\\\"a\\\"\"} 1\n"
            "curante_codes_total{plugin=\"b.two\",code=\"1\"} 7\n"
            "# HELP curante_open_files Files.\n"
            "# TYPE curante_open_files gauge\n"
            "curante_open_files{plugin=\"a.one\"} 3.5\n");
}

/// The family that tells how much of a plugin could not be written.
std::string left_out(const std::string& plugin, int count) {
  return "# HELP curante_plugin_figures_left_out Figures and samples of a plugin that cannot be "
         "told.\n# TYPE curante_plugin_figures_left_out gauge\n"
         "curante_plugin_figures_left_out{plugin=\"" +
         plugin + "\"} " + std::to_string(count) + "\n";
}

TEST(PluginFiguresTest, WhatCouldNotBeReadIsLeftOut) {
  for (const char* title :
       {"", "9lives", "Upper", "two words", "a{b=\"c\"} 1\n# x", "plugin_figures_left_out"}) {
    EXPECT_EQ(written({{"a", {{{title, Kind::gauge, "", "", {{"", 1}}}}}}}), left_out("a", 1))
        << title;
  }
  EXPECT_EQ(written({{"a", {{{"x", Kind::gauge, "", "plugin", {{"b", 1}}}}}}}), left_out("a", 1));
  EXPECT_EQ(written({{"a", {{{"x", Kind::gauge, "", "", {{"", 1}, {"", 2}}}}}}}),
            left_out("a", 1));
  // Another kind under the same title: the first one's stays.
  EXPECT_EQ(written({{"a", {{{"x", Kind::gauge, "", "", {{"", 1}}}}}},
                     {"b", {{{"x", Kind::counter, "", "", {{"", 1}}}}}}}),
            "# HELP curante_x \n# TYPE curante_x gauge\ncurante_x{plugin=\"a\"} 1\n" +
                left_out("b", 1));
}

TEST(PluginFiguresTest, NobodyTakesTheNamesOfTheHost) {
  PrometheusText text;
  text.family("curante_plugin_up", "gauge", "Up.");
  text.family("curante_call_seconds", "histogram", "Calls.");
  const std::string before = text.text();
  FigureList list;
  for (const char* title : {"plugin_up", "call_seconds", "call_seconds_bucket", "call_seconds_sum",
                            "call_seconds_count"}) {
    list.figures.push_back({title, Kind::gauge, "", "", {{"", 1}}});
  }
  write_figures(text, {{"a", list}});
  EXPECT_EQ(text.text(), before + left_out("a", 5));
}

TEST(PluginFiguresTest, NothingIsToldTwice) {
  const Figure twice{"x", Kind::gauge, "", "n", {{"b", 1}, {"b", 2}, {"c", 3}}};
  const Figure alone{"x", Kind::gauge, "", "", {{"", 4}}};
  EXPECT_EQ(written({{"a", {{twice, alone, alone, twice}}}}),
            "# HELP curante_x \n# TYPE curante_x gauge\n"
            "curante_x{plugin=\"a\",n=\"b\"} 1\ncurante_x{plugin=\"a\",n=\"c\"} 3\n"
            "curante_x{plugin=\"a\"} 4\n" +
                left_out("a", 5));
}

TEST(PluginFiguresTest, NoneFloodsTheText) {
  FigureList many;
  for (int i = 0; i < 500; ++i) {
    Figure figure{"figure_" + std::to_string(i), Kind::gauge, "", "n", {}};
    figure.samples.resize(i == 0 ? 5000 : 1);
    for (size_t k = 0; k < figure.samples.size(); ++k)
      figure.samples[k].about = std::to_string(k);
    many.figures.push_back(std::move(figure));
  }
  const std::string text = written({{"a", many}});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 100 * 2 + 1000 + 99 + 3);
  EXPECT_TRUE(text.ends_with(left_out("a", 4000 + 400)));
}

}  // namespace
}  // namespace curante::kernel
