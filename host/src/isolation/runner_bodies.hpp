// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "isolation/runner.hpp"
#include "runtime/loaded_body.hpp"

namespace curante::isolation {

/// Stands in the runner for one plugin over in the host: offers of it what the runner's plugin
/// uses.
class HostProvider final : public kernel::Body {
 public:
  HostProvider(Runner& runner, const kernel::Slot& slot);
  ~HostProvider() override;

  void create(const curante_host&) override {}
  std::vector<const curante_service*> services() const override;
  void start() override { runner_.begin_start(); }
  void ready() override {}
  void stop() override {}
  void destroy() override {}

 private:
  class Service;
  Runner& runner_;
  std::vector<std::unique_ptr<Service>> services_;
};

/// The runner's plugin; each step of its life is one that the host asked for, and is answered.
class RunPlugin final : public kernel::Body {
 public:
  RunPlugin(Runner& runner, std::string id, kernel::SealedBytes library)
      : runner_(runner), plugin_(std::move(id), std::move(library), nullptr) {}

  void create(const curante_host& edge) override;
  std::vector<const curante_service*> services() const override { return plugin_.services(); }
  void start() override;
  void ready() override;
  void stop() override { plugin_.stop(); }
  void destroy() override { plugin_.destroy(); }

 private:
  Runner& runner_;
  kernel::LoadedBody plugin_;
};

}  // namespace curante::isolation
