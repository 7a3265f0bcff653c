// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/body.hpp"
#include "runtime/launch_plan.hpp"
#include "runtime/library.hpp"

namespace curante::kernel {

/// A plugin that runs in this process: from its library, or linked into the program.
class LoadedBody : public Body {
 public:
  /// Loads nothing yet: `create` does. `linked` stands in for the library when it is not null.
  LoadedBody(std::string id, SealedBytes library, const curante_plugin* linked);

  void create(const curante_host& edge) override;
  std::vector<const curante_service*> services() const override;
  void start() override;
  void ready() override;
  void stop() override;
  void destroy() override;

 private:
  std::string id_;
  SealedBytes library_;
  const curante_plugin* entry_ = nullptr;
  void* instance_ = nullptr;
};

/// The body that a launch asks for: its own making, else a loaded one.
std::unique_ptr<Body> make_body(const PluginLaunch& launch, Slot& slot);

}  // namespace curante::kernel
