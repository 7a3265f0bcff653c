// SPDX-License-Identifier: Apache-2.0
#include "suite_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "expectation.hpp"
#include "runtime/tree.hpp"

namespace curante::conformance {

namespace json = boost::json;

namespace {

/// An event may have been missed, or a replay has none: then asking again finds out.
constexpr int patience_ms = 250, attempts = 80;

constexpr size_t nobody = SIZE_MAX;

size_t first_of(const std::string& contract) {
  const auto& all = Driver::targets;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Target& it) { return it.contract == contract; });
  return found == all.end() ? nobody : static_cast<size_t>(found - all.begin());
}

}  // namespace

SuiteRun::SuiteRun(Practice& practice) : practice_(practice) {
  values_.set("data", json::value(practice.data().string()));
}

size_t SuiteRun::target_of(const Suite& suite, const Step& step, size_t target) const {
  if (step.contract == suite.contract) return target;
  const size_t found = first_of(step.contract);
  if (found != nobody || step.optional) return found;
  throw Error("suite-malformed", "nobody here provides " + step.contract, "");
}

std::string SuiteRun::judge(const Step& step, const json::value& answer) {
  const json::object& it = answer.as_object();
  if (const auto* code = it.if_contains("error")) {
    if (!step.error.empty() && code->as_string() == step.error) return {};
    const std::string wanted = step.error.empty() ? "a reply" : step.error;
    return fmt::format("refused with {}, wanted {}", kernel::to_text(answer), wanted);
  }
  if (!step.expect) {
    return step.error.empty() ? "" : fmt::format("not refused, wanted {}", step.error);
  }
  const json::value expected = values_.fill(*step.expect);
  if (!replayed()) return mismatch(expected, it.at("reply"));
  const json::value known = recorded_form_.of(step.contract, step.call, answer);
  return mismatch(expected, known.at("reply"), Nulls::are_unknown);
}

json::value SuiteRun::ask(const Step& step, size_t target) {
  const json::value request = values_.fill(step.request);
  std::optional<json::value> as;
  if (step.as) as = values_.fill(*step.as);
  const json::object* caller = as ? &as->as_object() : nullptr;
  for (int i = 1;; ++i) {
    const int64_t before = practice_.heard(step.until);
    json::value answer = Driver::running->ask(target, step.call, request, caller);
    if (step.until.empty() || i == attempts || judge(step, answer).empty()) return answer;
    practice_.hear_more(step.until, before, patience_ms);
  }
}

void SuiteRun::keep(const Step& step, const json::value& answer) {
  for (const auto& [name, place] : step.keep) {
    boost::system::error_code absent;
    const json::value* found = answer.at("reply").find_pointer(place, absent);
    if (found == nullptr && !replayed()) {
      throw Error("suite-malformed", "the reply has no " + place, "");
    }
    values_.set(name, found == nullptr ? json::value() : *found);
  }
}

clock::Reading SuiteRun::now() {
  const size_t clock = first_of("clock/1");
  if (clock == nobody) return {};
  const json::value answer = Driver::running->ask(clock, "Now", json::object{}, nullptr);
  return kernel::from_tree<clock::Reading>(answer.at("reply"));
}

Transcripts SuiteRun::run(const Suite& suite, size_t target) {
  const clock::Reading began = now();
  Transcripts transcripts{Transcript(began), Transcript(began)};
  const std::string provider =
      suite.contract.empty() ? "" : "@" + Driver::targets.at(target).provider;
  values_.begin(suite.name + provider);
  size_t number = 0;
  for (const Step& step : suite.steps) {
    ++number;
    const std::string title = fmt::format("step {} {} {}", number, step.contract, step.call);
    try {
      const size_t asked = target_of(suite, step, target);
      if (asked == nobody) continue;
      if (std::string wrong = practice_.wrong_path(asked); !wrong.empty()) {
        throw Error("wrong-path", wrong, "");
      }
      const json::value answer = ask(step, asked);
      const std::string problem = judge(step, answer);
      if (problem.empty() && answer.as_object().contains("reply")) keep(step, answer);
      const std::string name = step.contract + " " + step.call;
      transcripts.whole.add(name, answer, step.varies, values_);
      transcripts.recorded.add(name, recorded_form_.of(step.contract, step.call, answer),
                               step.varies, values_);
      if (!problem.empty()) throw Error("not-conforming", problem, "");
    } catch (const Error& e) {
      failures_ += fmt::format("  {}: {}\n", title, e.message());
      // What follows builds on this step.
      break;
    }
  }
  return transcripts;
}

}  // namespace curante::conformance
