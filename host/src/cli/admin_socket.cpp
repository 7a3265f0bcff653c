// SPDX-License-Identifier: Apache-2.0
#include "cli/admin_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "cli/admin_requests.hpp"
#include "cli/line_stream.hpp"
#include "curante/error.hpp"

namespace curante::kernel {

std::string admin_socket_path(const std::string& data_directory) {
  const std::string absolute = std::filesystem::absolute(data_directory).lexically_normal().string();
  std::string path = absolute + "/admin.sock";
  if (path.size() < sizeof(sockaddr_un{}.sun_path)) return path;
  return "/tmp/curante-" + std::to_string(std::hash<std::string>{}(absolute)) + ".sock";
}

AdminSocket::AdminSocket(Host& host, const std::string& path,
                         std::vector<std::string> operator_permissions)
    : host_(host), path_(path), operator_permissions_(std::move(operator_permissions)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path_.copy(address.sun_path, sizeof address.sun_path - 1);
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  unlink(path_.c_str());
  const mode_t before = umask(0177);
  const bool bound = bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  umask(before);
  if (!bound || listen(listener_, 16) != 0) {
    const std::string reason = std::strerror(errno);
    close(listener_);
    throw Error("admin-socket", "the local socket " + path_ + " cannot be made: " + reason,
                "make the data directory writable for the host's user");
  }
  acceptor_ = std::thread([this] { accept_loop(); });
}

AdminSocket::~AdminSocket() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  unlink(path_.c_str());
  std::vector<std::pair<int, std::thread>> sessions;
  {
    const std::lock_guard lock(mutex_);
    sessions.swap(sessions_);
    for (auto& [fd, thread] : sessions) shutdown(fd, SHUT_RDWR);
  }
  for (auto& [fd, thread] : sessions) {
    thread.join();
    close(fd);
  }
}

void AdminSocket::accept_loop() {
  while (!stopping_) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    ucred peer{};
    socklen_t size = sizeof peer;
    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size);
    if (peer.uid != 0 && peer.uid != geteuid()) {
      host_.log().line(CURANTE_LOG_WARNING, "host",
                       "user id " + std::to_string(peer.uid) + " was refused at the local socket");
      close(fd);
      continue;
    }
    const std::lock_guard lock(mutex_);
    sessions_.emplace_back(fd, std::thread([this, fd] { serve(fd); }));
  }
}

void AdminSocket::serve(int fd) {
  LineStream stream(fd);
  AdminRequests requests(host_, operator_permissions_,
                         [&](const boost::json::object& line) { stream.write(to_text(line)); });
  while (const auto line = stream.read()) requests.answer(*line);
  shutdown(fd, SHUT_RDWR);
}

}  // namespace curante::kernel
