// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transmitter.hpp"

namespace curante::sac {

/// Two threads must not work on the same recipe at once; two hosts are kept apart by the row.
class Transmitter::Turn {
 public:
  Turn(Transmitter& owner, const std::string& recipe_id) {
    {
      const std::lock_guard lock(owner.turns_mutex_);
      std::erase_if(owner.turns_, [](const auto& it) { return it.second.expired(); });
      auto& slot = owner.turns_[recipe_id];
      mutex_ = slot.lock();
      if (!mutex_) slot = mutex_ = std::make_shared<std::mutex>();
    }
    lock_ = std::unique_lock(*mutex_);
  }

 private:
  std::shared_ptr<std::mutex> mutex_;
  std::unique_lock<std::mutex> lock_;
};

}  // namespace curante::sac
