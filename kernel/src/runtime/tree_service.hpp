// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>

#include "runtime/tree.hpp"

namespace curante::kernel {

/// A contract that the host itself answers, tree by tree: what stands for a provider that is
/// elsewhere, or that was recorded. It offers no direct path.
class TreeService {
 public:
  TreeService(std::string contract, uint32_t minor, boost::json::object description);
  virtual ~TreeService() = default;
  TreeService(const TreeService&) = delete;
  TreeService& operator=(const TreeService&) = delete;

  const curante_service* edge() const { return &edge_; }
  const std::string& contract() const { return contract_; }
  const boost::json::object& description() const { return description_; }

 protected:
  /// Answers the call at place `op` of the description. Throws Error. Any thread.
  virtual boost::json::value answer(uint32_t op, const curante_context& context,
                                    const boost::json::value& request) = 0;

 private:
  static int32_t invoke(void* self, const curante_call* call, const curante_failure* failure);
  static void describe(void* self, const curante_writer* out, void* out_self);

  std::string contract_;
  boost::json::object description_;
  curante_service edge_{};
};

/// Writes a tree through anybody's writer.
void write_tree(const Sink& out, const boost::json::value& tree);

}  // namespace curante::kernel
