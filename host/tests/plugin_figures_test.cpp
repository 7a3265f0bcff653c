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

TEST(PluginFiguresTest, WhatCouldNotBeReadIsLeftOut) {
  for (const char* title : {"", "9lives", "Upper", "two words", "a{b=\"c\"} 1\n# x"}) {
    EXPECT_EQ(written({{"a", {{{title, Kind::gauge, "", "", {{"", 1}}}}}}}), "") << title;
  }
  EXPECT_EQ(written({{"a", {{{"x", Kind::gauge, "", "plugin", {{"b", 1}}}}}}}), "");
  EXPECT_EQ(written({{"a", {{{"x", Kind::gauge, "", "", {{"", 1}, {"", 2}}}}}}}), "");
  // Another kind under the same title: the first one's stays.
  const std::string both = written({{"a", {{{"x", Kind::gauge, "", "", {{"", 1}}}}}},
                                    {"b", {{{"x", Kind::counter, "", "", {{"", 1}}}}}}});
  EXPECT_NE(both.find("x{plugin=\"a\"} 1"), std::string::npos);
  EXPECT_EQ(both.find("plugin=\"b\""), std::string::npos);
}

TEST(PluginFiguresTest, NoneFloodsTheText) {
  FigureList many;
  for (int i = 0; i < 500; ++i) {
    Figure figure{"figure_" + std::to_string(i), Kind::gauge, "", "n", {}};
    figure.samples.resize(i == 0 ? 5000 : 1);
    many.figures.push_back(std::move(figure));
  }
  const std::string text = written({{"a", many}});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 100 * 2 + 1000 + 99);
}

}  // namespace
}  // namespace curante::kernel
