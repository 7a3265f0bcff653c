// SPDX-License-Identifier: Apache-2.0
#include "service_health.hpp"

#include <cstdlib>

namespace curante::sac {

namespace {

/// By a clock that may be moved.
int64_t between(Instant one, Instant other) {
  return std::abs(one.ms - other.ms);
}

std::string what_fails(Operation operation, const std::string& problem) {
  switch (operation) {
    case Operation::submit:
      return "invio delle ricette: " + problem;
    case Operation::view:
      return "verifica delle ricette inviate: " + problem;
    case Operation::cancel:
      return "annullamento delle ricette: " + problem;
    case Operation::lot:
      return "richiesta dei numeri di ricetta: " + problem;
    case Operation::white:
      return "ricette bianche: " + problem;
    case Operation::red:
      return "invio dei file delle ricette rosse: " + problem;
    case Operation::front:
      break;
  }
  return problem;
}

}  // namespace

Operation host_of(Operation operation) {
  switch (operation) {
    case Operation::lot:
    case Operation::white:
    case Operation::red:
      return operation;
    case Operation::front:
    case Operation::submit:
    case Operation::view:
    case Operation::cancel:
      break;
  }
  return Operation::front;
}

recipe_transmitter::ServiceHealth ServiceHealth::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

bool ServiceHealth::answers(Operation operation) const {
  const std::lock_guard lock(mutex_);
  for (const Operation each : {Operation::front, operation}) {
    const auto found = troubles_.find(each);
    if (found != troubles_.end() && !found->second.answered) return false;
  }
  return true;
}

bool ServiceHealth::is_over(const Trouble& trouble, Instant at) const {
  return !relapsed_ || between(at, trouble.failed) >= patience_.calm_ms;
}

void ServiceHealth::failed(Operation operation, const std::string& problem, Instant at,
                           std::optional<Instant> since) {
  recipe_transmitter::ServiceHealth told;
  {
    const std::lock_guard lock(mutex_);
    troubles_[operation] = {at, false};
    if (!now_.reachable) return;
    relapsed_ = ended_ && between(at, *ended_) < patience_.relapse_ms;
    if (!relapsed_) began_ = since.value_or(at);
    now_.reachable = false;
    now_.problem = what_fails(operation, problem);
    now_.since = began_;
    told = now_;
  }
  changed_(told);
}

void ServiceHealth::judge_others(Instant at) {
  std::erase_if(troubles_, [&](const auto& it) {
    const auto& [operation, trouble] = it;
    if (operation == Operation::front) return false;
    return (trouble.answered && is_over(trouble, at)) ||
           between(at, trouble.failed) >= patience_.untried_ms;
  });
}

void ServiceHealth::answered(Operation operation, Instant at) {
  recipe_transmitter::ServiceHealth told;
  {
    const std::lock_guard lock(mutex_);
    if (now_.reachable) return;
    const auto settle = [&](Operation which) {
      const auto found = troubles_.find(which);
      if (found == troubles_.end()) return false;
      found->second.answered = true;
      if (!is_over(found->second, at)) return false;
      troubles_.erase(found);
      return true;
    };
    // Whoever answers is there. What failed while all was away failed for that reason.
    const bool front_is_back = settle(Operation::front);
    if (front_is_back) troubles_.clear();
    operation == Operation::front ? judge_others(at) : (void)settle(operation);
    if (!troubles_.empty()) return;
    now_.reachable = true;
    now_.problem.clear();
    now_.since = ended_ = at;
    told = now_;
  }
  changed_(told);
}

}  // namespace curante::sac
