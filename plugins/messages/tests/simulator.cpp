// SPDX-License-Identifier: Apache-2.0
#include "simulator.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <signal.h>

#include <stdexcept>

namespace curante::messages {

Simulator::Simulator() {
  char name[] = "/tmp/curante-mail-XXXXXX";
  folder_ = mkdtemp(name);
  const std::string command = "echo $$; exec " MESSAGE_SIMULATOR " --state " + folder_.string();
  output_ = popen(command.c_str(), "r");
  char url[200] = {};
  unsigned starttls = 0, tls = 0, admin = 0;
  if (output_ == nullptr || std::fscanf(output_, "%d", &process_) != 1 ||
      std::fscanf(output_, " ready %u %u %199s http://127.0.0.1:%u", &starttls, &tls, url,
                  &admin) != 4) {
    throw std::runtime_error("the messages simulator did not start");
  }
  starttls_port_ = static_cast<uint16_t>(starttls);
  tls_port_ = static_cast<uint16_t>(tls);
  admin_port_ = static_cast<uint16_t>(admin);
  sms_url_ = url;
}

Simulator::~Simulator() {
  if (process_ > 0) kill(process_, SIGTERM);
  if (output_ != nullptr) pclose(output_);
  std::filesystem::remove_all(folder_);
}

boost::json::value Simulator::ask(const std::string& method, const std::string& path,
                                  const boost::json::object& body) const {
  Poco::Net::HTTPClientSession session("127.0.0.1", admin_port_);
  Poco::Net::HTTPRequest request(method, path, "HTTP/1.1");
  const std::string text = method == "POST" ? boost::json::serialize(body) : "";
  request.setContentLength(static_cast<std::streamsize>(text.size()));
  session.sendRequest(request) << text << std::flush;
  Poco::Net::HTTPResponse response;
  std::string answer;
  Poco::StreamCopier::copyToString(session.receiveResponse(response), answer);
  return boost::json::parse(answer);
}

}  // namespace curante::messages
