// SPDX-License-Identifier: Apache-2.0
#include "router.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/URI.h>
#include <fmt/format.h>

#include "answer.hpp"
#include "curante/fault.hpp"
#include "curante/json.hpp"
#include "open_api.hpp"
#include "shell_directory.hpp"

namespace curante::web {

namespace {

/// Calls at work at once; more are told to come again instead of piling up.
constexpr int max_busy = 96;

class Handler : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Handler(Router& router) : router_(router) {}
  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    router_.route(request, response);
  }

 private:
  Router& router_;
};

struct Busy {
  std::atomic<int>& count;
  explicit Busy(std::atomic<int>& it) : count(it) {
    if (++count <= max_busy) return;
    --count;
    throw Error("server-busy", "il sistema è molto carico", "riprovare tra qualche secondo");
  }
  ~Busy() { --count; }
};

}  // namespace

Router::Router(const Host& host, std::string ui_directory)
    : host_(host),
      sessions_(host),
      api_(host, sessions_),
      files_(host, sessions_),
      metrics_(host, sessions_),
      static_files_(std::move(ui_directory)),
      events_(host) {}

Poco::Net::HTTPRequestHandler* Router::createRequestHandler(const Poco::Net::HTTPServerRequest&) {
  return new Handler(*this);  // Poco owns and deletes it
}

void Router::route(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) {
  try {
    dispatch(request, response);
  } catch (const Error& e) {
    if (!response.sent()) answer_error(response, e);
  } catch (const std::exception& e) {
    host_.error(fmt::format("a request failed: {}", fault_of(e)));
    if (!response.sent()) {
      answer_error(response, Error("internal-error", "si è verificato un errore interno",
                                   "riprovare; se continua, avvisare l'assistenza"));
    }
  }
}

std::string Router::directory() const {
  std::string text;
  sessions_.entry()->directory(
      host_.edge()->self,
      [](void* self, curante_str out) { *static_cast<std::string*>(self) = view(out); }, &text);
  return text;
}

void Router::dispatch(Poco::Net::HTTPServerRequest& request,
                      Poco::Net::HTTPServerResponse& response) {
  std::vector<std::string> path;
  try {
    Poco::URI(request.getURI()).getPathSegments(path);
  } catch (const std::exception&) {
    throw Error("not-found", "l'indirizzo non è valido", "");
  }
  const std::string first = path.empty() ? "" : path.front();
  if (first == "events") {
    const auto context = sessions_.open(request);
    if (context->get().user().empty()) {
      throw Error("not-signed-in", "per ricevere gli avvisi occorre accedere", "accedere di nuovo");
    }
    return events_.serve(context->get(), response);
  }
  const Busy busy(busy_);
  if (first == "api" && path.size() == 2 && path[1] == "openapi.json") {
    return answer_json(response, open_api(host_, directory()));
  }
  if (first == "api" && path.size() == 2 && path[1] == "shell") {
    return answer_json(response, to_json(host_, shell_directory(host_, directory())));
  }
  if (first == "api" && path.size() == 2 && path[1] == "metrics") {
    return metrics_.handle(request, response);
  }
  if (first == "api") return api_.handle(path, request, response);
  if (first == "files") return files_.handle(path, request, response);
  if (request.getMethod() != "GET" && request.getMethod() != "HEAD") {
    throw Error("method-not-allowed", "questo indirizzo si legge soltanto", "usare GET");
  }
  if (first == "ui") return static_files_.serve(path, request, response);
  static_files_.serve_shell(request, response);
}

}  // namespace curante::web
