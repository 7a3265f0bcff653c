// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPServerResponse.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "curante/host.hpp"

namespace curante::web {

/// `GET /events`: the bus's events as server-sent events, for signed-in users of the same practice.
/// Each listener has a queue of its own; one that does not read is cut off, so that it asks anew and
/// nobody else waits for it. Safe from any thread.
class EventStream {
 public:
  explicit EventStream(const Host& host) : host_(host) {}

  /// Begins to receive. [main]
  void subscribe();
  /// Ends all listeners. [main]
  void stop();

  /// What waits for all listeners together.
  struct Load {
    size_t events = 0, octets = 0;
  };
  Load load() const;

  /// Serves one listener until it goes away or `stop`. Throws Error{"server-busy"} when too many.
  void serve(const CallContext& context, Poco::Net::HTTPServerResponse& response);

 private:
  struct Listener {
    /// Ends it where it has left too much unread.
    void put(const std::string& text);

    std::string practice;
    bool clinical = false;  ///< may see what concerns patients
    std::deque<std::string> queue;
    size_t octets = 0;  ///< in the queue
    bool ended = false;
  };

  void receive(const CallContext& context, std::string_view event, std::string_view json);

  Host host_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<Listener>> listeners_;
  bool stopping_ = false;
};

}  // namespace curante::web
