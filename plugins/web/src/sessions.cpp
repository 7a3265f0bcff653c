// SPDX-License-Identifier: Apache-2.0
#include "sessions.hpp"

#include <Poco/Net/NameValueCollection.h>
#include <time.h>

#include <vector>

namespace curante::web {

namespace {

constexpr int64_t call_limit_ns = 60'000'000'000;

int64_t deadline() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec + call_limit_ns;
}

/// A header's value, cut to what a context may hold.
std::string header(const Poco::Net::HTTPServerRequest& request, const char* name) {
  return request.get(name, "").substr(0, 64);
}

/// The windows of one browser share its cookie: who signs in in one of them changes who the others
/// are, while they go on showing, and sending, what the first user began.
void check_account(const Poco::Net::HTTPServerRequest& request, const std::string& user) {
  const std::string shown = header(request, "X-Curante-Account");
  if (shown.empty() || user.empty() || shown == user) return;
  throw Error("session-expired",
              "in un'altra finestra di questo browser ha acceduto un altro utente",
              "accedere di nuovo in questa finestra per continuare il proprio lavoro");
}

}  // namespace

OpenContext::OpenContext(const Host& host, const curante_ext_entry* entry,
                         const curante_principal& who)
    : host_(host), entry_(entry), context_(entry->open(host.edge()->self, &who)) {}
OpenContext::~OpenContext() { entry_->close(host_.edge()->self, context_); }

Sessions::Sessions(const Host& host)
    : host_(host), entry_(host.extension<curante_ext_entry>("curante.entry/1")), identity_(host) {}

std::string token_of(const Poco::Net::HTTPServerRequest& request) {
  const std::string authorization = request.get("Authorization", "");
  if (authorization.starts_with("Bearer ")) return authorization.substr(7);
  Poco::Net::NameValueCollection cookies;
  request.getCookies(cookies);
  return cookies.get(Sessions::cookie_name, "");
}

std::unique_ptr<OpenContext> Sessions::open(const Poco::Net::HTTPServerRequest& request) const {
  identity::Principal who;
  const std::string token = token_of(request);
  if (!token.empty()) who = identity_.ask(host_.background(), identity::Authenticate{token});
  check_account(request, who.user);
  std::vector<curante_str> permissions;
  for (const std::string& permission : who.permissions) permissions.push_back(str(permission));
  const std::string patient = header(request, "X-Curante-Patient");
  const std::string station = header(request, "X-Curante-Station");
  curante_principal principal{};
  principal.size = sizeof principal;
  principal.user = str(who.user);
  principal.user_name = str(who.user_name);
  principal.role = str(who.role);
  principal.practice = str(who.practice);
  principal.patient = str(patient);
  principal.station = str(station);
  principal.permissions = permissions.data();
  principal.permission_count = permissions.size();
  principal.deadline_ns = deadline();
  return std::make_unique<OpenContext>(host_, entry_, principal);
}

}  // namespace curante::web
