// SPDX-License-Identifier: Apache-2.0
#include "cli/admin_client.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/admin_socket.hpp"
#include "cli/line_stream.hpp"
#include "curante/error.hpp"

namespace curante::kernel {

namespace json = boost::json;

AdminClient::AdminClient(const std::string& data_directory) {
  const std::string path = admin_socket_path(data_directory);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    close(fd_);
    fd_ = -1;
    throw Error("host-unreachable", "no host answers at " + path,
                "start it with `curante serve`, or name its data directory with --data");
  }
}

AdminClient::~AdminClient() {
  if (fd_ >= 0) close(fd_);
}

json::value AdminClient::ask(const json::object& request, const Progress& progress) {
  LineStream stream(fd_);
  stream.write(to_text(request));
  while (const auto line = stream.read()) {
    json::value answer = parse_text(*line);
    json::object& object = answer.as_object();
    if (const json::value* step = object.if_contains("progress")) {
      if (progress) progress(step->as_object());
      continue;
    }
    if (const json::value* error = object.if_contains("error")) {
      const auto text = [&](const char* name) {
        return std::string(error->as_object().at(name).as_string());
      };
      throw Error(text("code"), text("message"), text("remedy"));
    }
    return object.at("reply");
  }
  throw Error("host-gone", "the host ended before it answered", "see its log, start it again");
}

}  // namespace curante::kernel
