// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "runtime/context.hpp"

namespace curante::isolation {

/// The contexts that one process was given and may name now: each as long as the call it came with
/// is under way. So nothing the process says makes a context. Any thread.
class LiveContexts {
 public:
  /// One context's life; its id is never given again.
  class Entry {
   public:
    Entry(LiveContexts& all, const curante_context& context);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    uint64_t id() const { return id_; }

   private:
    LiveContexts& all_;
    uint64_t id_;
  };

  /// What an id stands for while this lives, also after the call of the context has ended.
  class Found {
   public:
    /// Throws Error{"context-unknown"}. `background` is what background_context means.
    Found(LiveContexts& all, uint64_t id, const curante_context& background);
    const curante_context& operator*() const { return copy_ ? *copy_ : *original_; }

   private:
    std::optional<curante_context> copy_;
    const curante_context* original_ = nullptr;
  };

 private:
  struct Live {
    uint64_t id;
    const curante_context* context;
    std::thread::id owner;
  };
  std::mutex mutex_;
  uint64_t last_id_ = 0;
  std::vector<Live> live_;
};

}  // namespace curante::isolation
