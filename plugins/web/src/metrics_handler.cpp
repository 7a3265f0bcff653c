// SPDX-License-Identifier: Apache-2.0
#include "metrics_handler.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <fstream>

#include "answer.hpp"
#include "api_handler.hpp"
#include "curante/json.hpp"
#include "hosting.hpp"

namespace curante::web {

namespace {

constexpr size_t least_token = 32;

[[noreturn]] void refuse(const std::string& what) {
  throw Error("metrics-token", "the token for reading metrics " + what,
              "put at least 32 letters and digits into the file that metrics_token_file names");
}

std::string new_token() {
  unsigned char octets[32];
  if (RAND_bytes(octets, sizeof octets) != 1) refuse("could not be drawn");
  std::string text;
  for (const unsigned char octet : octets) {
    text += "0123456789abcdef"[octet >> 4];
    text += "0123456789abcdef"[octet & 15];
  }
  return text;
}

/// Makes the file for its owner alone, unless it is there already.
void make_token_file(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0 && errno == EEXIST) return;
  const std::string line = new_token() + "\n";
  const bool written =
      file >= 0 && write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (file >= 0) close(file);
  if (!written) refuse("cannot be written to " + path);
}

}  // namespace

void MetricsHandler::start() {
  std::string path = host_.setting("metrics_token_file");
  if (path.empty()) {
    path = host_.required_setting("data") + "/metrics.token";
    make_token_file(path);
  }
  std::ifstream in(path);
  in >> token_;
  if (token_.size() < least_token) refuse("is missing or too short in " + path);
}

bool MetricsHandler::shows_token(const Poco::Net::HTTPServerRequest& request) const {
  const std::string shown = token_of(request);
  return shown.size() == token_.size() &&
         CRYPTO_memcmp(shown.data(), token_.data(), token_.size()) == 0;
}

void MetricsHandler::handle(const Poco::Net::HTTPServerRequest& request,
                            Poco::Net::HTTPServerResponse& response) const {
  if (request.getMethod() != "GET") {
    throw Error("method-not-allowed", "le metriche si leggono con GET", "usare GET");
  }
  const auto metrics = [&](const CallContext& context) {
    return from_json<hosting::MetricsText>(
               host_, call_json(host_, sessions_.entry(), context,
                                std::string(hosting::Contract::id), "Metrics", "{}"))
        .text;
  };
  // Behind no user, so that a scrape every few seconds leaves no trail in the audit.
  const std::string text =
      shows_token(request) ? metrics(host_.background()) : metrics(sessions_.open(request)->get());
  answer(response, 200, "text/plain; version=0.0.4; charset=utf-8", text);
}

}  // namespace curante::web
