// SPDX-License-Identifier: Apache-2.0
#include "isolation/runner_bodies.hpp"

#include "curante/guarded.hpp"

namespace curante::isolation {

namespace json = boost::json;

/// One contract over in the host.
class HostProvider::Service {
 public:
  Service(Runner& runner, const Runner::Use& use) : runner_(runner), use_(use) {
    edge_ = {sizeof edge_, 0, str(use_.contract), 0, this, nullptr, &invoke, &describe};
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  const curante_service* edge() const { return &edge_; }

 private:
  static int32_t invoke(void* self, const curante_call* call, const curante_failure* failure) {
    auto& it = *static_cast<Service*>(self);
    return guarded(failure, [&] { it.runner_.ask_call(it.use_, *call); });
  }
  /// Its provider described it to the host; here nobody asks.
  static void describe(void*, const curante_writer* out, void* out_self) {
    out->begin_object(out_self);
    out->end_object(out_self);
  }

  Runner& runner_;
  const Runner::Use use_;
  curante_service edge_{};
};

HostProvider::HostProvider(Runner& runner, const kernel::Slot& slot) : runner_(runner) {
  for (const Runner::Use& use : runner.uses_) {
    if (use.provider != slot.id()) continue;
    services_.push_back(std::make_unique<Service>(runner, use));
  }
}
HostProvider::~HostProvider() = default;

std::vector<const curante_service*> HostProvider::services() const {
  std::vector<const curante_service*> list;
  for (const auto& it : services_) list.push_back(it->edge());
  return list;
}

void RunPlugin::create(const curante_host& edge) {
  json::array descriptions;
  runner_.perform([&] {
    plugin_.create(edge);
    for (const curante_service* service : plugin_.services()) {
      kernel::TreeBuilder description;
      service->describe(service->self, kernel::TreeBuilder::writer(), &description);
      descriptions.push_back(description.take());
    }
  });
  runner_.step_done(descriptions);
}

void RunPlugin::start() {
  runner_.begin_start();
  runner_.perform([&] { plugin_.start(); });
  runner_.step_done(nullptr);
}

void RunPlugin::ready() {
  runner_.await_step("ready");
  runner_.perform([&] { plugin_.ready(); });
  runner_.step_done(nullptr);
}

}  // namespace curante::isolation
