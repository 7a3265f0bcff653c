// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <poll.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "descriptor.hpp"
#include "startup_packet.hpp"

namespace curante::database {

/// Octets on their way from one socket to another: no more than fit are ever taken in, so whoever
/// sends faster than the other reads is made to wait.
class Flow {
 public:
  bool full() const { return waiting().size() >= most; }
  bool empty() const { return sent_ == bytes_.size(); }
  void add(std::string_view bytes) { bytes_ += bytes; }
  std::string_view waiting() const { return std::string_view(bytes_).substr(sent_); }
  void drop(size_t octets);

  enum class Result { went, blocked, ended };
  /// Takes what the socket has; `taken` is what came.
  Result receive(int socket, std::string_view& taken);
  /// Gives the socket what waits.
  Result send(int socket);

 private:
  static constexpr size_t most = 64 << 10;
  std::string bytes_;
  size_t sent_ = 0;
};

/// One client of a role's gate, and its connection to the server once it was let through.
/// For the gate's thread alone.
class GateLink {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Phase { startup, refusing, connecting, forwarding, over };
  enum class Purpose { session, cancel };

  GateLink(Descriptor client, Clock::time_point deadline)
      : client_(std::move(client)), deadline_(deadline) {}

  /// What to wait for.
  pollfd client_interest() const;
  pollfd server_interest() const;
  /// Goes on after such a wait.
  void serve(short client_events, short server_events);

  /// The next packet of a client that has not come in; asked in phase `startup` alone. Answers
  /// questions after encryption itself.
  StartupPacket next_request(const Admitted& admitted);
  /// Says why not, and ends.
  void refuse(std::string_view code, std::string_view message);
  /// Passes the request that was read on to the server, and whatever follows.
  void pass(Descriptor server, Purpose purpose);
  void end() { phase_ = Phase::over; }

  Phase phase() const { return phase_; }
  /// A connection of the role's, or soon one.
  bool is_session() const {
    return purpose_ == Purpose::session &&
           (phase_ == Phase::connecting || phase_ == Phase::forwarding);
  }
  const std::optional<BackendKey>& key() const { return key_; }
  /// When it ends unless it gets on; none once it forwards.
  std::optional<Clock::time_point> deadline() const;

 private:
  void connected();
  void forward(short client_events, short server_events);

  Descriptor client_, server_;
  Clock::time_point deadline_;
  Phase phase_ = Phase::startup;
  Purpose purpose_ = Purpose::session;
  bool client_ended_ = false, server_ended_ = false;
  int questions_ = 0;
  Flow to_server_, to_client_;
  BackendKeyReader reader_;
  std::optional<BackendKey> key_;
};

}  // namespace curante::database
