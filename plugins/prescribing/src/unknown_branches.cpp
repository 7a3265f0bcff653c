// SPDX-License-Identifier: Apache-2.0
#include "unknown_branches.hpp"

#include <vector>

#include "exemption.hpp"

namespace curante::prescribing {
namespace {

const terminology::OutpatientService* ssn_service(const Facts& facts, size_t index) {
  if (index >= facts.services.size() || facts.draft.lines[index].white) return nullptr;
  const auto& service = facts.services[index].service;
  return service ? &*service : nullptr;
}

/// Nothing but a branch would part them.
bool may_share(const Facts& facts, size_t one, size_t other) {
  const auto *first = ssn_service(facts, one), *second = ssn_service(facts, other);
  if (first == nullptr || second == nullptr) return false;
  const Draft& draft = facts.draft;
  return first->cyclic == second->cyclic &&
         draft.lines[one].priority == draft.lines[other].priority &&
         exemption_of(draft, draft.lines[one]) == exemption_of(draft, draft.lines[other]);
}

}  // namespace

std::string unknown_branches(const Facts& facts) {
  std::vector<size_t> numbers;
  for (size_t i = 0; i < facts.draft.lines.size(); ++i) {
    const auto* service = ssn_service(facts, i);
    if (service == nullptr || !service->branches.empty()) continue;
    bool shares = false;
    for (size_t k = 0; k < facts.draft.lines.size(); ++k) {
      shares = shares || (k != i && may_share(facts, i, k));
    }
    if (shares) numbers.push_back(i + 1);
  }
  std::string all;
  for (const size_t number : numbers) all += (all.empty() ? "" : ", ") + std::to_string(number);
  if (all.empty()) return all;
  return (numbers.size() == 1 ? "riga " : "righe ") + all;
}

}  // namespace curante::prescribing
