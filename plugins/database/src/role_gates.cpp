// SPDX-License-Identifier: Apache-2.0
#include "role_gates.hpp"

#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "curante/error.hpp"

namespace curante::database {

using Clock = GateLink::Clock;
using Kind = StartupPacket::Kind;

namespace {

constexpr int backlog = 64;
constexpr auto pause_without_room = std::chrono::milliseconds(100);

[[noreturn]] void no_socket(const std::string& path, const std::string& reason) {
  throw Error("socket-directory", "il socket " + path + " non si può creare: " + reason,
              "scegliere una cartella dei dati scrivibile e con un percorso più corto");
}

Descriptor listen_at(const std::string& path) {
  sockaddr_un place{};
  if (path.size() >= sizeof place.sun_path) no_socket(path, "il percorso è troppo lungo");
  place.sun_family = AF_UNIX;
  path.copy(place.sun_path, sizeof place.sun_path - 1);
  struct stat found {};
  if (lstat(path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode)) unlink(path.c_str());
  Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // Before bind(), so that the file is never anybody else's to enter.
  if (!listener || fchmod(listener.get(), 0600) != 0 ||
      bind(listener.get(), reinterpret_cast<sockaddr*>(&place), sizeof place) != 0 ||
      listen(listener.get(), backlog) != 0) {
    no_socket(path, std::strerror(errno));
  }
  return listener;
}

}  // namespace

struct RoleGates::Door {
  std::string path;
  Admitted admitted;
  size_t connections;
  Descriptor listener;
  struct stat file {};

  Door(const std::string& folder, Admitted who, int most)
      : path(socket_path(folder)),
        admitted(std::move(who)),
        connections(static_cast<size_t>(std::max(most, 1))),
        listener(listen_at(path)) {
    lstat(path.c_str(), &file);
  }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  /// The file is there still: a plugin that starts again may find its folder made anew.
  bool stands() const {
    struct stat now {};
    return lstat(path.c_str(), &now) == 0 && now.st_ino == file.st_ino && now.st_dev == file.st_dev;
  }
};

RoleGates::RoleGates(ServerPlace server, std::chrono::milliseconds startup_time)
    : server_(server), startup_time_(startup_time), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wake_) no_socket("eventfd", std::strerror(errno));
  thread_ = std::thread([this] { serve(); });
}

RoleGates::~RoleGates() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  eventfd_write(wake_.get(), 1);
  thread_.join();
  for (const auto& [folder, door] : doors_) {
    if (door->stands()) unlink(door->path.c_str());
  }
}

void RoleGates::open(const std::string& folder, const Admitted& admitted, int connections) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Door>& door = doors_[folder];
  const bool same = door && door->admitted.role == admitted.role &&
                    door->admitted.database == admitted.database && door->stands();
  if (same) return;
  try {
    door = std::make_shared<const Door>(folder, admitted, connections);
  } catch (...) {
    if (!door) doors_.erase(folder);
    throw;
  }
  eventfd_write(wake_.get(), 1);
}

void RoleGates::serve() {
  std::vector<pollfd> waits;
  for (;;) {
    Doors doors;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      for (const auto& [folder, door] : doors_) doors.push_back(door);
    }
    if (!wait(doors, waits)) continue;
    eventfd_t ignored = 0;
    if (waits[0].revents != 0) eventfd_read(wake_.get(), &ignored);
    const size_t first = 1 + doors.size();
    for (size_t i = 0; i < visits_.size(); ++i) {
      go_on(visits_[i], waits[first + 2 * i].revents, waits[first + 2 * i + 1].revents);
    }
    std::erase_if(visits_,
                  [](const Visit& it) { return it.link.phase() == GateLink::Phase::over; });
    for (size_t i = 0; i < doors.size(); ++i) {
      if (waits[1 + i].revents != 0) welcome(doors[i]);
    }
  }
}

/// Fills `waits`: the wake-up call, the doors, then client and server of each visit. False when the
/// wait was cut short.
bool RoleGates::wait(const Doors& doors, std::vector<pollfd>& waits) const {
  const Clock::time_point now = Clock::now();
  Clock::time_point next = Clock::time_point::max();
  waits.assign({{wake_.get(), POLLIN, 0}});
  const bool resting = now < rest_;
  if (resting) next = rest_;
  for (const auto& door : doors) {
    // Whoever has not come in yet takes room as well: so many again, and the others wait outside.
    const bool full = count(*door, false) >= 2 * door->connections;
    waits.push_back({resting || full ? -1 : door->listener.get(), POLLIN, 0});
  }
  for (const Visit& visit : visits_) {
    waits.push_back(visit.link.client_interest());
    waits.push_back(visit.link.server_interest());
    if (const auto deadline = visit.link.deadline()) next = std::min(next, *deadline);
  }
  int time = -1;
  if (next != Clock::time_point::max()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now).count();
    time = static_cast<int>(std::max<long long>(left, 0));
  }
  return poll(waits.data(), waits.size(), time) >= 0;
}

void RoleGates::welcome(const std::shared_ptr<const Door>& door) {
  Descriptor client(accept4(door->listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (client) {
    visits_.push_back({door, GateLink(std::move(client), Clock::now() + startup_time_)});
  } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
    rest_ = Clock::now() + pause_without_room;
  }
}

void RoleGates::go_on(Visit& visit, short client_events, short server_events) {
  GateLink& link = visit.link;
  if (client_events != 0 || server_events != 0) link.serve(client_events, server_events);
  if (link.phase() == GateLink::Phase::startup) answer(visit);
  const auto deadline = link.deadline();
  if (!deadline || Clock::now() < *deadline) return;
  if (link.phase() == GateLink::Phase::startup) {
    link.refuse("08P01", "the startup packet did not come in time");
  } else if (link.phase() == GateLink::Phase::connecting) {
    link.refuse("57P03", "the database server does not answer");
  }
  link.end();
}

void RoleGates::answer(Visit& visit) {
  GateLink& link = visit.link;
  const Door& door = *visit.door;
  const StartupPacket packet = link.next_request(door.admitted);
  if (packet.kind == Kind::incomplete || link.phase() == GateLink::Phase::over) return;
  if (packet.kind == Kind::refused) return link.refuse(packet.code, packet.message);
  const bool cancels = packet.kind == Kind::cancel;
  if (cancels && !is_own(door, packet.key)) return link.end();  // as PostgreSQL: without a word
  if (!cancels && count(door, true) >= door.connections) {
    return link.refuse("53300", "no more than " + std::to_string(door.connections) +
                                    " connections at once are allowed here");
  }
  Descriptor server = server_.connect();
  if (!server) return link.refuse("57P03", "the database server is not there now");
  link.pass(std::move(server), cancels ? GateLink::Purpose::cancel : GateLink::Purpose::session);
}

/// Of the role, also through an earlier socket: all visits, or those that are in.
size_t RoleGates::count(const Door& door, bool sessions) const {
  return static_cast<size_t>(std::count_if(visits_.begin(), visits_.end(), [&](const Visit& it) {
    return it.door->admitted.role == door.admitted.role && (!sessions || it.link.is_session());
  }));
}

bool RoleGates::is_own(const Door& door, const BackendKey& key) const {
  return std::any_of(visits_.begin(), visits_.end(), [&](const Visit& it) {
    return it.door->admitted.role == door.admitted.role && it.link.key() == key;
  });
}

}  // namespace curante::database
