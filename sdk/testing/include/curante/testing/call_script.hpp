// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "curante/context.hpp"

namespace curante::testing {

/// What is to be answered to one call of a contract, and what was asked.
///
/// Answers are given in the order they were added: first this, then that, then the last goes on.
/// Safe to use from several threads; an answer runs on its caller's thread, outside the lock.
template <class Call>
class CallScript {
 public:
  using Answer = std::function<typename Call::Reply(const CallContext&, const Call&)>;

  void then(Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_.push_back(std::move(answer));
  }

  /// Notes the request and gives its answer; nothing when no answer was ever added.
  std::optional<Answer> next(const Call& request) {
    const std::lock_guard lock(mutex_);
    received_.push_back(request);
    if (answers_.empty()) return std::nullopt;
    const Answer& answer = answers_[at_];
    if (at_ + 1 < answers_.size()) ++at_;
    return answer;
  }

  std::vector<Call> received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Answer> answers_;
  size_t at_ = 0;
  std::vector<Call> received_;
};

}  // namespace curante::testing
