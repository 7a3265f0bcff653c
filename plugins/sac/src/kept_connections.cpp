// SPDX-License-Identifier: Apache-2.0
#include "kept_connections.hpp"

#include <poll.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace curante::sac {

namespace {

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
    const bool fresh = Clock::now() - last.since < longest_idle_;
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

size_t KeptConnections::close_idle() {
  std::vector<Kept> dropped;
  size_t stay = 0;
  const std::lock_guard lock(mutex_);
  for (auto& [host, kept] : kept_) {
    const auto idle = std::stable_partition(kept.begin(), kept.end(), [&](const Kept& it) {
      return Clock::now() - it.since < longest_idle_;
    });
    std::move(idle, kept.end(), std::back_inserter(dropped));
    kept.erase(idle, kept.end());
    stay += kept.size();
  }
  return stay;
}

}  // namespace curante::sac
