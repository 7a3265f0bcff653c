// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/StreamSocket.h>

#include <mutex>
#include <vector>

namespace sistema_ts {

/// The connections that clients keep open, so that the service can hang up as one does that starts
/// anew: at once where it waits for a request, after the answer where it has one. Safe to use from
/// several threads.
class OpenConnections {
 public:
  /// A request came on the connection; at the end of its scope the answer is out.
  class Request {
   public:
    Request(OpenConnections& all, const Poco::Net::StreamSocket& socket);
    ~Request();

   private:
    OpenConnections& all_;
    Poco::Net::StreamSocket socket_;
  };

  void hang_up();

 private:
  struct Known {
    Poco::Net::StreamSocket socket;
    bool busy = true;
    bool ends = false;  ///< after the answer
  };

  void begin(const Poco::Net::StreamSocket& socket);
  void end(const Poco::Net::StreamSocket& socket);

  std::mutex mutex_;
  std::vector<Known> known_;
};

}  // namespace sistema_ts
