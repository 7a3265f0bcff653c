// SPDX-License-Identifier: Apache-2.0
#include "kept_connections.hpp"

#include <poll.h>

#include <optional>
#include <utility>

namespace curante::sac {

namespace {

// The least patient of the usual servers closes after five seconds; well before that.
constexpr auto longest_idle = std::chrono::milliseconds(1'500);
constexpr size_t most_for_a_host = 16;

}  // namespace

bool Connection::quiet() {
  if (!connected() || buffered() > 0 || socket().available() > 0) return false;
  pollfd watched{socket().impl()->sockfd(), POLLIN | POLLRDHUP, 0};
  return poll(&watched, 1, 0) == 0;
}

KeptConnections::Session KeptConnections::take(const std::string& host) {
  std::vector<Kept> dropped;  // closed after the lock is released
  const std::lock_guard lock(mutex_);
  std::vector<Kept>& kept = kept_[host];
  while (!kept.empty()) {
    Kept last = std::move(kept.back());  // the one that was used most recently
    kept.pop_back();
    const bool fresh = Clock::now() - last.since < longest_idle;
    if (fresh && last.session->quiet()) return std::move(last.session);
    dropped.push_back(std::move(last));
  }
  return nullptr;
}

void KeptConnections::keep(const std::string& host, Session session) {
  std::optional<Kept> dropped;
  if (!session->quiet()) return;
  const std::lock_guard lock(mutex_);
  std::vector<Kept>& kept = kept_[host];
  if (kept.size() >= most_for_a_host) {
    dropped = std::move(kept.front());
    kept.erase(kept.begin());
  }
  kept.push_back({std::move(session), Clock::now()});
}

}  // namespace curante::sac
