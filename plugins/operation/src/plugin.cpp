// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

namespace curante::operation {

/// Its screen is all there is to it.
class OperationPlugin : public Plugin {
 public:
  explicit OperationPlugin(const Host&) {}
};

}  // namespace curante::operation

CURANTE_PLUGIN(curante::operation::OperationPlugin);
