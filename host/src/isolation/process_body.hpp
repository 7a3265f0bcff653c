// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "isolation/remote_plugin.hpp"
#include "runtime/body.hpp"

namespace curante::isolation {

/// A plugin that runs in a process of its own, as a body of the kernel. What it provides is
/// described by that process and held against its manifest; it outlives every single life of the
/// process.
class ProcessBody final : public kernel::Body {
 public:
  /// `provides`: the contracts of its manifest. `supervisor` must outlive it.
  ProcessBody(kernel::Slot& slot, Supervisor& supervisor, IsolationOptions options,
              std::vector<std::string> provides);
  ~ProcessBody() override;

  /// Throws also Error{"description-malformed"}.
  void create(const curante_host& edge) override;
  std::vector<const curante_service*> services() const override;
  void start() override;
  void ready() override { plugin_->ready(); }
  void stop() override { plugin_->stop(); }
  void destroy() override { plugin_->destroy(); }
  boost::json::object facts() const override { return plugin_->facts(); }

 private:
  class Service;
  void describe(const boost::json::array& said);

  std::shared_ptr<RemotePlugin> plugin_;
  std::vector<std::string> provides_;
  std::vector<std::unique_ptr<Service>> services_;
};

}  // namespace curante::isolation
