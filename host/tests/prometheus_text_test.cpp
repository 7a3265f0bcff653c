// SPDX-License-Identifier: Apache-2.0
#include "operation/prometheus_text.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "operation/call_figures.hpp"

namespace curante::kernel {
namespace {

TEST(PrometheusTextTest, EscapesWhatWouldEndALabelOrALine) {
  PrometheusText out;
  out.family("made", "counter", "A line\nand a \\ and a \".");
  out.sample({{"name", "a\\b\"c\nd"}, {"other", ""}}, 1);
  out.sample({}, 2.5);
  EXPECT_EQ(out.text(),
            "# HELP made A line\\nand a \\\\ and a \".\n"
            "# TYPE made counter\n"
            "made{name=\"a\\\\b\\\"c\\nd\",other=\"\"} 1\n"
            "made 2.5\n");
}

TEST(PrometheusTextTest, WritesNumbersThatReadBack) {
  using Limits = std::numeric_limits<double>;
  EXPECT_EQ(PrometheusText::number(0.1), "0.1");
  EXPECT_EQ(PrometheusText::number(123456789), "123456789");
  EXPECT_EQ(PrometheusText::number(-Limits::infinity()), "-Inf");
  EXPECT_EQ(PrometheusText::number(Limits::infinity()), "+Inf");
  EXPECT_EQ(PrometheusText::number(Limits::quiet_NaN()), "NaN");
}

TEST(CallFiguresTest, AddsUpDurationsBoundByBound) {
  CallFigures figures;
  figures.count("a/1 Go", "ok", 900);
  figures.count("a/1 Go", "ok", 1000);
  figures.count("a/1 Go", "too-late", 20'000'000);
  PrometheusText out;
  figures.write(out);
  const auto has = [&](const std::string& line) {
    EXPECT_NE(out.text().find("\n" + line + "\n"), std::string::npos) << line << out.text();
  };
  const std::string go = "contract=\"a/1\",call=\"Go\"";
  has("curante_calls_total{" + go + ",outcome=\"ok\"} 2");
  has("curante_call_duration_seconds_bucket{" + go + ",le=\"0.001\"} 2");
  has("curante_call_duration_seconds_bucket{" + go + ",le=\"10\"} 2");
  has("curante_call_duration_seconds_bucket{" + go + ",le=\"+Inf\"} 3");
  has("curante_call_duration_seconds_sum{" + go + "} 20.0019");
  has("curante_call_duration_seconds_count{" + go + "} 3");
}

TEST(CallFiguresTest, StaysSmallWhateverCodesAProviderInvents) {
  CallFigures figures;
  for (int i = 0; i < 1000; ++i) figures.count("a/1 Go", "code-" + std::to_string(i), 1);
  PrometheusText out;
  figures.write(out);
  EXPECT_NE(out.text().find("outcome=\"other\"} 950"), std::string::npos) << out.text();
}

}  // namespace
}  // namespace curante::kernel
