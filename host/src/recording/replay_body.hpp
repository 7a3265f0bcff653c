// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "recording/recording.hpp"
#include "runtime/body.hpp"
#include "runtime/tree_service.hpp"

namespace curante::kernel {

/// Answers a contract's calls as a recording has them. Equal requests get the recorded answers in
/// their order, and the last one from then on; personal members of a request do not count, since
/// the recording has none. What was not recorded is refused with "replay-unmatched".
class ReplayBody : public Body {
 public:
  explicit ReplayBody(Recording recording);
  ~ReplayBody() override;

  void create(const curante_host&) override {}
  std::vector<const curante_service*> services() const override;
  void start() override {}
  void ready() override {}
  void stop() override {}
  void destroy() override {}

 private:
  class Service;
  std::unique_ptr<Service> service_;
};

}  // namespace curante::kernel
