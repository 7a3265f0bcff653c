// SPDX-License-Identifier: Apache-2.0
#include "runtime/loaded_body.hpp"

#include "runtime/told_failure.hpp"

namespace curante::kernel {

LoadedBody::LoadedBody(std::string id, SealedBytes library, const curante_plugin* linked)
    : id_(std::move(id)), library_(std::move(library)), entry_(linked) {}

std::unique_ptr<Body> make_body(const PluginLaunch& launch, Slot& slot) {
  if (launch.make_body) return launch.make_body(slot);
  return std::make_unique<LoadedBody>(launch.id, launch.library, launch.linked);
}

void LoadedBody::create(const curante_host& edge) {
  if (entry_ == nullptr) entry_ = load_library(id_, library_);
  library_ = {};
  check_entry(*entry_, id_);
  FailureCatcher failure;
  check_told(failure, entry_->create(&edge, &instance_, failure.edge()));
}

std::vector<const curante_service*> LoadedBody::services() const {
  const curante_service* const* list = nullptr;
  const size_t count = entry_->services(instance_, &list);
  return {list, list + count};
}

void LoadedBody::start() {
  FailureCatcher failure;
  check_told(failure, entry_->start(instance_, failure.edge()));
}

void LoadedBody::ready() {
  FailureCatcher failure;
  check_told(failure, entry_->ready(instance_, failure.edge()));
}

void LoadedBody::stop() {
  entry_->stop(instance_);
}

void LoadedBody::destroy() {
  if (instance_ != nullptr) entry_->destroy(instance_);
  instance_ = nullptr;
}

}  // namespace curante::kernel
