// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/HTTPSClientSession.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace curante::sac {

/// A connection that can tell whether anything came on it that nobody asked for.
class Connection : public Poco::Net::HTTPSClientSession {
 public:
  using HTTPSClientSession::HTTPSClientSession;
  /// Nothing waits to be read, neither an octet nor the end.
  bool quiet();
};

/// Connections that stay open between requests, a list for each host. Safe from any thread; a
/// connection that was taken is its taker's alone.
///
/// A server may hang up on a kept connection at any moment, and a request that crosses its farewell
/// is one of which nobody knows whether it was processed. So none is given out on which anything
/// waits to be read, or that was idle for longer than servers are known to be patient. What waits
/// would be taken for the next request's answer, too.
class KeptConnections {
 public:
  using Session = std::unique_ptr<Connection>;
  using Clock = std::chrono::steady_clock;

  /// The least patient of the usual servers closes after five seconds: well before that.
  explicit KeptConnections(Clock::duration longest_idle = std::chrono::milliseconds(1'500))
      : longest_idle_(longest_idle) {}

  /// A sound connection to the host ("name:port"), or none.
  Session take(const std::string& host);
  /// Keeps one whose last answer was read to its end, and whose server did not say it would close.
  void keep(const std::string& host, Session session);
  /// Hangs up on those that nobody will be given any more. How many stay.
  size_t close_idle();

 private:
  struct Kept {
    Session session;
    Clock::time_point since;
  };

  Clock::duration longest_idle_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Kept>> kept_;
};

}  // namespace curante::sac
