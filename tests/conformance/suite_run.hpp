// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "practice.hpp"
#include "recorded_form.hpp"
#include "suite.hpp"
#include "transcript.hpp"

namespace curante::conformance {

/// What a provider answered, whole and as a recording would keep it.
struct Transcripts {
  Transcript whole, recorded;
};

/// Runs suites in a practice; what one keeps, the later ones know. Main thread.
class SuiteRun {
 public:
  explicit SuiteRun(Practice& practice);

  /// Asks the steps of `suite`'s contract of the target's provider, all others of whoever provides
  /// their contract first.
  Transcripts run(const Suite& suite, size_t target);

  /// What went wrong since the last time: a line for each step.
  std::string take_failures() { return std::exchange(failures_, {}); }

 private:
  size_t target_of(const Suite& suite, const Step& step, size_t target) const;
  /// Asks once, or until the reply is as expected.
  boost::json::value ask(const Step& step, size_t target);
  /// Why the answer is not the expected one; empty when it is.
  std::string judge(const Step& step, const boost::json::value& answer);
  void keep(const Step& step, const boost::json::value& answer);
  clock::Reading now();

  bool replayed() const { return practice_.path().recording == PathChoice::replayed; }

  Practice& practice_;
  RecordedForm recorded_form_;
  Values values_;
  std::string failures_;
};

}  // namespace curante::conformance
