// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "curante/abi.h"

namespace curante::kernel {

/// One-way events. `publish` delivers on the publisher's thread, in the order of subscription, and
/// returns when all have received. Safe from any thread; a receiver may publish in turn.
class Bus {
 public:
  using Receive = std::function<void(const curante_context*, std::string_view event,
                                     const boost::json::value& body, std::string_view json)>;

  /// A subscription that ends with the handle; waits for deliveries under way, so do not drop it
  /// from within its own `receive`.
  class Handle {
   public:
    Handle() = default;
    Handle(Handle&&) = default;
    Handle& operator=(Handle&& other) noexcept;
    ~Handle();

   private:
    friend class Bus;
    struct Entry;
    explicit Handle(std::shared_ptr<Entry> entry) : entry_(std::move(entry)) {}
    void end();
    std::shared_ptr<Entry> entry_;
  };

  /// The larger bus that this one is a part of, in another process.
  struct Uplink {
    std::function<void(const curante_context*, std::string_view event, const boost::json::value&)>
        publish;
    std::function<void(std::string_view event)> subscribe;
  };
  /// What is published here goes up from now on, and comes back by `deliver`. Before anybody
  /// subscribes.
  void lead_up(Uplink uplink) { uplink_ = std::move(uplink); }
  /// To the receivers here. Any thread.
  void deliver(const curante_context* context, std::string_view event,
               const boost::json::value& body);

  /// `event` "" receives all.
  [[nodiscard]] Handle subscribe(std::string event, Receive receive);
  void publish(const curante_context* context, std::string_view event,
               const boost::json::value& body);

 private:
  Uplink uplink_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<Handle::Entry>> entries_;
};

}  // namespace curante::kernel
