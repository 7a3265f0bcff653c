// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "handover_store.hpp"
#include "neighbours.hpp"

namespace curante::prescribing {

/// Whether what messages/1 has of a batch could still be stopped.
struct Recall {
  enum class Result {
    stopped,  ///< or there was nothing
    left,     ///< all of it has left
    leaving   ///< a request may have reached the other side
  };
  Result result = Result::stopped;
  std::vector<Id> changed;  ///< recipes whose delivery changed with it
};

/// Stops what has not left of a batch, its password too, and records what became of it. The recipes
/// of a batch that was stopped are due again, or stay failed. Throws what messages/1 throws.
Recall recall(const Neighbours& neighbours, HandoverStore& store, const CallContext& context,
              const Id& batch);

}  // namespace curante::prescribing
