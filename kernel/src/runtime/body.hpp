// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <vector>

#include "curante/abi.h"

namespace curante::kernel {

/// What stands in a slot: a plugin of this process, or something that speaks for one elsewhere.
///
/// create → start → ready → stop → destroy, each once and on the main thread; what fails throws
/// Error. `services` is asked after create; what it gives lives until destroy.
class Body {
 public:
  virtual ~Body() = default;
  virtual void create(const curante_host& edge) = 0;
  virtual std::vector<const curante_service*> services() const = 0;
  virtual void start() = 0;
  virtual void ready() = 0;
  virtual void stop() = 0;
  virtual void destroy() = 0;
  /// What only this kind of body knows of itself, for the directory. Any thread.
  virtual boost::json::object facts() const { return {}; }
};

}  // namespace curante::kernel
