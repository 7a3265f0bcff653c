// SPDX-License-Identifier: Apache-2.0
#include "api_handler.hpp"

#include <Poco/Net/HTTPCookie.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include <sstream>

#include "accounts.hpp"
#include "answer.hpp"
#include "curante/json.hpp"

namespace curante::web {

namespace {

constexpr std::streamsize max_body = 8 * 1024 * 1024;

std::string read_body(Poco::Net::HTTPServerRequest& request) {
  const auto too_large = [] {
    return Error("body-too-large", "la richiesta supera 8 MB", "dividere i dati in più richieste");
  };
  if (request.hasContentLength() && request.getContentLength64() > max_body) throw too_large();
  std::string body;
  char chunk[16384];
  std::istream& in = request.stream();
  while (in.read(chunk, sizeof chunk), in.gcount() > 0) {
    body.append(chunk, static_cast<size_t>(in.gcount()));
    if (body.size() > static_cast<size_t>(max_body)) throw too_large();
  }
  return body;
}

/// A browser tells where a page came from: another site's page must not call with our cookie.
void check_origin(const Poco::Net::HTTPServerRequest& request) {
  const std::string origin = request.get("Origin", "");
  if (origin.empty() || origin == "https://" + request.getHost()) return;
  throw Error("origin-refused", "la richiesta proviene da un altro sito",
              "usare l'indirizzo dello studio");
}

Poco::Net::HTTPCookie session_cookie(const std::string& token, int seconds) {
  Poco::Net::HTTPCookie cookie(Sessions::cookie_name, token);
  cookie.setPath("/");
  cookie.setHttpOnly(true);
  cookie.setSecure(true);
  cookie.setSameSite(Poco::Net::HTTPCookie::SAME_SITE_STRICT);
  cookie.setMaxAge(seconds);
  return cookie;
}

}  // namespace

std::string call_json(const Host& host, const curante_ext_entry* entry, const CallContext& context,
                      const std::string& contract, const std::string& call,
                      const std::string& request) {
  std::string reply;
  FailureCatcher failure;
  failure.check(entry->call(
      host.edge()->self, context.handle(), str(contract), str(call), str(request),
      [](void* self, curante_str text) { *static_cast<std::string*>(self) = view(text); }, &reply,
      failure.edge()));
  return reply;
}

void ApiHandler::handle(const std::vector<std::string>& path, Poco::Net::HTTPServerRequest& request,
                        Poco::Net::HTTPServerResponse& response) const {
  if (path.size() != 4) {
    throw Error("not-found", "questo indirizzo non esiste", "vedere /api/openapi.json");
  }
  if (request.getMethod() != "POST") {
    throw Error("method-not-allowed", "le chiamate si fanno con POST", "vedere /api/openapi.json");
  }
  if (!request.getContentType().starts_with("application/json")) {
    throw Error("media-type-unsupported", "il corpo della richiesta deve essere JSON",
                "indicare Content-Type: application/json");
  }
  check_origin(request);
  const std::string contract = path[1] + "/" + path[2];
  const bool sign_in = contract == accounts::Contract::id && path[3] == "SignIn";
  if (sign_in) request.erase("Cookie");  // an old session must not stand in the way of a new one
  const bool sign_out = contract == accounts::Contract::id && path[3] == "SignOut";
  const auto context = sessions_.open(request);
  std::string body = read_body(request);
  if (sign_out && from_json<accounts::SignOut>(host_, body).token.empty()) {
    body = to_json(host_, accounts::SignOut{token_of(request)});  // a page cannot read its cookie
  }
  std::string reply = call_json(host_, sessions_.entry(), context->get(), contract, path[3], body);
  if (sign_in) reply = after_sign_in(reply, request, response);
  if (sign_out) response.addCookie(session_cookie("", 0));
  answer_json(response, reply);
}

std::string ApiHandler::after_sign_in(const std::string& reply,
                                      const Poco::Net::HTTPServerRequest& request,
                                      Poco::Net::HTTPServerResponse& response) const {
  if (request.get("X-Curante-Client", "") == "api") return reply;
  auto session = from_json<accounts::Session>(host_, reply);
  constexpr int half_a_day = 12 * 3600;
  response.addCookie(session_cookie(session.token, half_a_day));
  session.token.clear();
  return to_json(host_, session);
}

}  // namespace curante::web
