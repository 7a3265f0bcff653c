// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/context.hpp"
#include "unknown_codes.hpp"

namespace curante::sac {

/// metrics/1: what this channel counts. The counter comes to be at start.
class MetricsService {
 public:
  void open(const UnknownCodes& unknown) { unknown_ = &unknown; }
  metrics::FigureList on(const CallContext&, const metrics::Read&) {
    return {{unknown_->figure()}};
  }

 private:
  const UnknownCodes* unknown_ = nullptr;
};

}  // namespace curante::sac
