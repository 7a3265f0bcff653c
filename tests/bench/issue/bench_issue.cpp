// SPDX-License-Identifier: Apache-2.0
// bench-issue URL TOKEN AIC SECONDS PATIENT…: one client for each patient issues prescriptions one
// after the other over a connection it keeps; prints {"issued":…,"failed":…,"seconds":…}.
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <Poco/UUIDGenerator.h>

#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Load {
  Poco::URI url;
  std::string token, aic;
  Clock::time_point end;
  std::vector<std::string> patients;
  std::atomic<size_t> next = 0;
  std::atomic<int> issued = 0, failed = 0;
};

std::string draft(const std::string& patient, const std::string& aic) {
  const std::string id = Poco::UUIDGenerator::defaultGenerator().createRandom().toString();
  return R"({"draft":{"id":")" + id + R"(","patient":")" + patient + R"(","lines":[{"aic":")" +
         aic +
         R"(","quantity":1,"posology":"1 al giorno"}],)"
         // The same patient is prescribed the same again and again.
         R"("overrides":[{"code":"prescribed-today","line":1,"reason":"misura"}]}})";
}

bool issue(Poco::Net::HTTPSClientSession& session, const Load& load, const std::string& body) {
  Poco::Net::HTTPRequest request("POST", "/api/prescribing/1/Issue", "HTTP/1.1");
  request.setContentType("application/json");
  request.setContentLength64(static_cast<Poco::Int64>(body.size()));
  request.set("Authorization", "Bearer " + load.token);
  session.sendRequest(request) << body << std::flush;
  Poco::Net::HTTPResponse response;
  std::string answer;
  Poco::StreamCopier::copyToString(session.receiveResponse(response), answer);
  if (response.getStatus() == 200) return true;
  std::cerr << answer << "\n";
  return false;
}

void client(Load& load, const Poco::Net::Context::Ptr& tls) {
  Poco::Net::HTTPSClientSession session(load.url.getHost(), load.url.getPort(), tls);
  session.setKeepAlive(true);
  while (Clock::now() < load.end) {
    const std::string& patient = load.patients[load.next++ % load.patients.size()];
    ++(issue(session, load, draft(patient, load.aic)) ? load.issued : load.failed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 7) {
    std::cerr << "usage: bench-issue URL TOKEN AIC SECONDS CLIENTS PATIENT...\n";
    return 2;
  }
  Poco::Net::initializeSSL();
  // The practice's certificate is its own; what is measured is not its trust.
  const Poco::Net::Context::Ptr tls = new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "",
                                                             Poco::Net::Context::VERIFY_NONE);
  const auto began = Clock::now();
  Load load;
  load.url = argv[1];
  load.token = argv[2];
  load.aic = argv[3];
  load.end = began + std::chrono::seconds(std::stoi(argv[4]));
  load.patients.assign(argv + 6, argv + argc);
  std::vector<std::thread> clients;
  for (int i = 0; i < std::stoi(argv[5]); ++i) clients.emplace_back([&] { client(load, tls); });
  for (auto& it : clients) it.join();
  const std::chrono::duration<double> took = Clock::now() - began;
  std::cout << "{\"issued\":" << load.issued << ",\"failed\":" << load.failed
            << ",\"seconds\":" << took.count() << "}\n";
  return load.failed == 0 ? 0 : 1;
}
