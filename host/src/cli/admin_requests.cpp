// SPDX-License-Identifier: Apache-2.0
#include "cli/admin_requests.hpp"

#include <mutex>

#include "curante/fault.hpp"
#include "identity.hpp"
#include "verbs.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

json::object error_object(const Error& e) {
  return {{"code", e.code()}, {"message", e.message()}, {"remedy", e.remedy()}};
}

}  // namespace

AdminRequests::AdminRequests(Host& host, const std::vector<std::string>& operator_permissions,
                             Send send)
    : host_(host), operator_permissions_(operator_permissions), send_(std::move(send)) {}

void AdminRequests::answer(const std::string& line) {
  try {
    const json::value request = parse_text(line);
    if (!request.is_object()) throw Error("invalid-json", "a request is an object", "");
    send_({{"done", true}, {"reply", run(request.get_object())}});
  } catch (const Error& e) {
    send_({{"done", true}, {"error", error_object(e)}});
  } catch (const std::exception& e) {
    // Whatever is asked, and whatever a plugin said of itself, ends no host.
    send_({{"done", true},
           {"error", error_object(Error("internal-error", fault_of(e),
                                        "use the tool of the same version as the host; if it is, "
                                        "report this"))}});
  }
}

json::value AdminRequests::run(const json::object& request) {
  const std::string what = text_of(request, "do");
  if (what == "directory") return host_.directory();
  if (what == "call") return call(request);
  if (what == "verbs") return verbs();
  if (what == "verb") return verb(request);
  throw Error("request-unknown", "the host does not know «" + what + "»",
              "use the tool of the same version as the host");
}

curante_context AdminRequests::operator_context() const {
  curante_context context;
  context.user = "operator";
  context.user_name = "local operator";
  context.role = "operator";
  context.practice = host_.options().practice;
  context.station = "local";
  context.trace = new_trace();
  context.permissions.insert(operator_permissions_.begin(), operator_permissions_.end());
  return context;
}

curante_context AdminRequests::user_context(const std::string& token) const {
  const auto providers = host_.providers(identity::Contract::id);
  if (providers.empty()) {
    throw Error("contract-unavailable", "nobody provides identity/1: users cannot be told apart",
                "see `curante plugins`");
  }
  curante_context asking;
  asking.may_all = true;
  asking.practice = host_.options().practice;
  asking.trace = new_trace();
  const auto who = from_tree<identity::Principal>(
      host_.call_internal("curante", asking, *providers.front(), identity::Contract::id,
                          "Authenticate", to_tree(identity::Authenticate{token})));
  curante_context context;
  context.user = who.user;
  context.user_name = who.user_name;
  context.role = who.role;
  context.practice = who.practice;
  context.station = "local";
  context.trace = asking.trace;
  context.permissions.insert(who.permissions.begin(), who.permissions.end());
  return context;
}

json::value AdminRequests::call(const json::object& request) {
  const std::string token = text_of(request, "token");
  const curante_context context = token.empty() ? operator_context() : user_context(token);
  const json::value* body = request.if_contains("request");
  return parse_text(host_.call("curante", context, text_of(request, "contract"),
                               text_of(request, "call"), body == nullptr ? "{}" : to_text(*body)));
}

json::value AdminRequests::verbs() {
  json::array all;
  const curante_context context = operator_context();
  for (Slot* slot : host_.providers(verbs::Contract::id)) {
    const json::value list = host_.call_internal("curante", context, *slot, verbs::Contract::id,
                                                 "List", json::object{});
    for (const verbs::Verb& verb : from_tree<verbs::VerbList>(list).verbs) {
      all.push_back(json::object{{"words", verb.words}, {"summary", verb.summary},
                                 {"usage", verb.usage}, {"plugin", slot->id()}});
    }
  }
  return all;
}

json::value AdminRequests::verb(const json::object& request) {
  std::vector<std::string> words;
  for (const json::value& word : request.at("arguments").as_array()) {
    words.emplace_back(word.as_string());
  }
  curante_context context = operator_context();
  context.may_all = true;  // who may use this socket administers the host
  for (Slot* slot : host_.providers(verbs::Contract::id)) {
    const json::value list = host_.call_internal("curante", context, *slot, verbs::Contract::id,
                                                 "List", json::object{});
    for (const verbs::Verb& verb : from_tree<verbs::VerbList>(list).verbs) {
      std::string start;
      size_t used = 0;
      while (used < words.size() && start.size() < verb.words.size()) {
        start += (used == 0 ? "" : " ") + words[used];
        ++used;
      }
      if (start != verb.words) continue;
      // Progress of this very run goes to the terminal that gave the command.
      const auto progress = host_.bus().subscribe(
          std::string(verbs::Progress::id),
          [&](const curante_context* who, std::string_view, const json::value& body,
              std::string_view) {
            if (who->trace == context.trace) send_({{"progress", body}});
          });
      const verbs::Run run{verb.words, {words.begin() + static_cast<ptrdiff_t>(used), words.end()},
                           text_of(request, "directory")};
      return host_.call_internal("curante", context, *slot, verbs::Contract::id, "Run",
                                 to_tree(run));
    }
  }
  throw Error("verb-unknown", "no running plugin offers «" + (words.empty() ? "" : words.front()) + "»",
              "curante --help lists what the running host offers");
}

}  // namespace curante::kernel
