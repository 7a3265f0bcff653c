// SPDX-License-Identifier: Apache-2.0
#include "web/gateway.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>
#include <Poco/StreamCopier.h>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "state/journal.hpp"
#include "state/switches.hpp"
#include "state/tokens.hpp"
#include "web/multipart.hpp"
#include "xml/soap.hpp"

namespace sistema_ts {
namespace {

constexpr int kUnauthorized = 401;

/// As the real gateway words it: manual of the ID-SESSIONE service, last page.
SoapFault rejected() {
  return SoapFault("Rejected by policy. (from client)", kUnauthorized);
}

/// User and password of a Basic header; both empty if it is none.
std::pair<std::string, std::string> basic_credentials(const std::string& header) {
  constexpr std::string_view kScheme = "Basic ";
  if (!header.starts_with(kScheme)) return {};
  std::istringstream encoded(header.substr(kScheme.size()));
  Poco::Base64Decoder decoder(encoded);
  std::string plain;
  try {
    Poco::StreamCopier::copyToString(decoder, plain);
  } catch (const Poco::Exception&) {
    return {};
  }
  const auto colon = plain.find(':');
  if (colon == std::string::npos) return {};
  return {plain.substr(0, colon), plain.substr(colon + 1)};
}

/// The published test environment takes `<user>-yyyy-mm-RICETTA-DEM[-PRESCRITTORE]` too.
bool is_wildcard(std::string_view token, const std::string& user, Clock::time_point now) {
  const std::string wildcard = fmt::format("{}-{}-RICETTA-DEM", user, month_of(now));
  return token == wildcard || token == wildcard + "-PRESCRITTORE";
}

bool gate_applies(Switches& switches, Gate gate) {
  switch (gate) {
    case Gate::kNever:
      return false;
    case Gate::kPrescriptions:
      return switches.on("second_factor");
    case Gate::kLots:
      return switches.on("second_factor_on_lots");
  }
  return true;
}

}  // namespace

Gateway::Gateway(const Knowledge& knowledge, StateFile& state)
    : knowledge_(knowledge), state_(state), operations_(all_operations(knowledge)) {}

std::string_view Gateway::operation_of(const SoapRequest& request) const {
  const Operation* operation = find(request);
  return operation == nullptr ? std::string_view() : operation->description().name;
}

bool Gateway::has_operation(std::string_view name) const {
  return std::any_of(operations_.begin(), operations_.end(),
                     [&](const auto& operation) { return operation->description().name == name; });
}

HttpAnswer Gateway::process(const SoapRequest& request) {
  if (!serves(request.path)) return {404, fault_envelope("no service at " + request.path)};
  if (request.method != "POST") return {405, fault_envelope("only POST is served")};
  const Operation* operation = find(request);
  const bool attached = operation != nullptr && operation->description().with_attachment;
  if (attached ? !is_multipart(request.content_type)
               : !request.content_type.starts_with("text/xml")) {
    return {415, fault_envelope(attached ? "the message wants an attachment"
                                         : "SOAP 1.1 wants Content-Type text/xml")};
  }
  try {
    return {200, answer(request)};
  } catch (const SoapFault& fault) {
    const auto [user, password] = basic_credentials(request.authorization);
    state_.transact([&](Sqlite& database) {
      Journal(database).add(service_time(Clock::now()), operation_of(request), user, "",
                            fault.http_status() == kUnauthorized ? "unauthorized" : "fault");
    });
    return {fault.http_status(), fault_envelope(fault.what())};
  }
}

const Operation* Gateway::find(const SoapRequest& request) const {
  for (const auto& operation : operations_) {
    const Description& known = operation->description();
    if (known.path == request.path && known.action == request.action) return operation.get();
  }
  return nullptr;
}

bool Gateway::serves(std::string_view path) const {
  return std::any_of(operations_.begin(), operations_.end(),
                     [&](const auto& operation) { return operation->description().path == path; });
}

const Identity& Gateway::authenticate(const SoapRequest& request) const {
  const auto [user, password] = basic_credentials(request.authorization);
  if (user.empty()) throw rejected();
  const Identity* caller = knowledge_.identities.by_user(user);
  if (caller == nullptr) throw SoapFault("Errore generico di autenticazione");
  if (password != caller->password) throw rejected();
  return *caller;
}

void Gateway::require_second_factor(const SoapRequest& request, const Identity& caller, Gate gate,
                                    Clock::time_point now) {
  constexpr std::string_view kScheme = "Bearer ";
  const bool sent = request.second_factor.starts_with(kScheme);
  const std::string token = sent ? request.second_factor.substr(kScheme.size()) : "";
  const bool allowed = state_.transact([&](Sqlite& database) {
    Switches switches(database);
    if (!gate_applies(switches, gate) || is_wildcard(token, caller.user, now)) return true;
    const auto known = Tokens(database).find(token, caller.user);
    return known && known->valid(seconds_of(now));
  });
  if (!allowed) throw rejected();
}

std::string Gateway::answer(const SoapRequest& request) {
  const auto now = Clock::now();
  const Identity& caller = authenticate(request);
  const Operation* operation = find(request);
  if (operation == nullptr) {
    throw SoapFault(
        fmt::format("no operation with SOAPAction \"{}\" at this address", request.action));
  }
  const Description& description = operation->description();
  require_second_factor(request, caller, description.gate, now);

  try {
    const Multipart parts = description.with_attachment
                                ? take_apart(request.content_type, request.body)
                                : Multipart{request.body, ""};
    const XmlDocument envelope = XmlDocument::parse(parts.message);
    const XmlElement message = message_of(envelope);
    check_message(message, description.request);
    return state_.transact([&](Sqlite& database) {
      const Reply reply = operation->answer({message, caller, database, now, parts.attachment});
      Journal(database).add(service_time(now), description.name, caller.user, reply.nre,
                            reply.outcome);
      return enveloped(reply.message);
    });
  } catch (const XmlProblem& problem) {
    throw SoapFault(std::string("Malformed XML: ") + problem.what());
  }
}

}  // namespace sistema_ts
