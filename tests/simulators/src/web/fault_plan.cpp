// SPDX-License-Identifier: Apache-2.0
#include "web/fault_plan.hpp"

#include <algorithm>
#include <utility>

namespace sistema_ts {
namespace {

struct KindName {
  FaultKind kind;
  std::string_view name;
  bool processes;
};

constexpr KindName kNames[] = {
    {FaultKind::kDelay, "delay", true},
    {FaultKind::kNoAnswer, "no-answer", true},
    {FaultKind::kBadGateway, "bad-gateway", false},
    {FaultKind::kGatewayTimeout, "gateway-timeout", false},
    {FaultKind::kCutReply, "cut-reply", true},
    {FaultKind::kMalformedXml, "malformed-xml", true},
    {FaultKind::kSoapFault, "soap-fault", false},
    {FaultKind::kUnauthorized, "unauthorized", false},
    {FaultKind::kWrongCertificate, "wrong-certificate", false},
    {FaultKind::kDeliverLate, "deliver-late", false},
};

}  // namespace

std::optional<FaultKind> fault_kind(std::string_view name) {
  for (const auto& known : kNames) {
    if (known.name == name) return known.kind;
  }
  return std::nullopt;
}

std::string_view name_of(FaultKind kind) {
  return std::find_if(std::begin(kNames), std::end(kNames),
                      [&](const KindName& known) { return known.kind == kind; })
      ->name;
}

bool processes_by_default(FaultKind kind) {
  return std::find_if(std::begin(kNames), std::end(kNames),
                      [&](const KindName& known) { return known.kind == kind; })
      ->processes;
}

int64_t FaultPlan::add(Fault fault) {
  const bool certificate = fault.kind == FaultKind::kWrongCertificate;
  int64_t id = 0;
  {
    const std::scoped_lock lock(mutex_);
    id = fault.id = ++last_id_;
    faults_.push_back(std::move(fault));
  }
  if (certificate) changed_();
  return id;
}

void FaultPlan::clear() {
  const std::scoped_lock lock(mutex_);
  faults_.clear();
}

std::vector<Fault> FaultPlan::all() const {
  const std::scoped_lock lock(mutex_);
  return faults_;
}

std::map<std::string, int64_t> FaultPlan::happened() const {
  const std::scoped_lock lock(mutex_);
  return happened_;
}

std::optional<Fault> FaultPlan::take(std::string_view operation) {
  return take_first([&](const Fault& fault) {
    return fault.kind != FaultKind::kWrongCertificate &&
           (fault.operation.empty() || fault.operation == operation);
  });
}

bool FaultPlan::take_wrong_certificate() {
  return take_first([](const Fault& fault) { return fault.kind == FaultKind::kWrongCertificate; })
      .has_value();
}

template <typename Test>
std::optional<Fault> FaultPlan::take_first(Test test) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::find_if(faults_.begin(), faults_.end(), test);
  if (found == faults_.end()) return std::nullopt;
  Fault taken = *found;
  ++happened_[std::string(name_of(taken.kind))];
  if (found->times == 1) {
    faults_.erase(found);
  } else if (found->times > 1) {
    --found->times;
  }
  return taken;
}

}  // namespace sistema_ts
