// SPDX-License-Identifier: Apache-2.0
#include "operation/call_figures.hpp"

#include <algorithm>

namespace curante::kernel {

void CallFigures::count(const std::string& action, const std::string& outcome,
                        int64_t duration_us) {
  const double seconds = static_cast<double>(duration_us) / 1e6;
  const auto bound = std::lower_bound(bounds.begin(), bounds.end(), seconds);
  const std::lock_guard lock(mutex_);
  Figures& it = calls_[action];
  const bool known = it.outcomes.contains(outcome) || it.outcomes.size() < max_outcomes;
  ++it.outcomes[known ? outcome : "other"];
  ++it.durations[static_cast<size_t>(bound - bounds.begin())];
  it.sum_us += static_cast<uint64_t>(std::max<int64_t>(duration_us, 0));
}

void CallFigures::write(PrometheusText& text) const {
  const auto labels = [](const std::string& action) {
    const size_t space = action.find(' ');
    return PrometheusText::Labels{{"contract", action.substr(0, space)},
                                  {"call", action.substr(space + 1)}};
  };
  const auto with = [](PrometheusText::Labels all, std::string name, std::string value) {
    all.emplace_back(std::move(name), std::move(value));
    return all;
  };
  const std::lock_guard lock(mutex_);
  text.family("curante_calls_total", "counter", "Calls from outside, by how they went.");
  for (const auto& [action, it] : calls_) {
    for (const auto& [outcome, count] : it.outcomes) {
      text.sample("", with(labels(action), "outcome", outcome), static_cast<double>(count));
    }
  }
  text.family("curante_call_duration_seconds", "histogram",
              "How long calls from outside took, waiting included.");
  for (const auto& [action, it] : calls_) {
    uint64_t so_far = 0;
    for (size_t i = 0; i < it.durations.size(); ++i) {
      so_far += it.durations[i];
      const std::string bound = i == bounds.size() ? "+Inf" : PrometheusText::number(bounds[i]);
      text.sample("_bucket", with(labels(action), "le", bound), static_cast<double>(so_far));
    }
    text.sample("_sum", labels(action), static_cast<double>(it.sum_us) / 1e6);
    text.sample("_count", labels(action), static_cast<double>(so_far));
  }
}

}  // namespace curante::kernel
