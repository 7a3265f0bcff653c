// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// What a plugin counts and measures, for the host's metrics (hosting/1 Metrics, `/api/metrics`).
/// Never personal data: who reads metrics may not read charts.
namespace curante::metrics {

/// `counter` only grows, also over restarts; `gauge` goes up and down.
enum class Kind { counter, gauge };
CURANTE_DESCRIBE_ENUM(Kind, counter, gauge);

struct Sample {
  std::string about;  ///< the value of the figure's label; empty without one
  double value = 0;
};
CURANTE_DESCRIBE(Sample, about, value);

/// The host puts "curante_" before the title, and says by a label which plugin it is of.
struct Figure {
  std::string title;  ///< as Prometheus wants it: a-z, 0-9 and _, the unit last, "_total" of a counter
  Kind kind = Kind::counter;
  std::string help;   ///< one sentence, English
  std::string label;  ///< by which samples differ, "code"; empty: there is one sample
  std::vector<Sample> samples;
};
CURANTE_DESCRIBE(Figure, title, kind, help, label, samples);

struct FigureList {
  std::vector<Figure> figures;
};
CURANTE_DESCRIBE(FigureList, figures);

/// All figures as they are now. Asked each time somebody reads the host's metrics: be quick.
struct Read {
  using Reply = FigureList;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(Read);

struct Contract {
  static constexpr std::string_view id = "metrics/1";
  static constexpr bool plural = true;
  using Calls = curante::Calls<Read>;
};

}  // namespace curante::metrics
