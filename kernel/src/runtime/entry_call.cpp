// SPDX-License-Identifier: Apache-2.0
// Calls that come from outside: by name, with JSON text, for a user.
#include "runtime/host.hpp"

#include <chrono>
#include <optional>

#include "curante/moment.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

/// One call of a contract, as its provider described it.
struct CallDescription {
  uint32_t op = 0;
  bool is_public = false, anonymous = false, idempotent = false;
  std::string permission, request, reply;  ///< the last two: names of types
};

std::optional<CallDescription> describe(const ProvidedContract& provided, std::string_view call) {
  const json::value* calls = provided.description.if_contains("calls");
  if (calls == nullptr || !calls->is_array()) return std::nullopt;
  uint32_t op = 0;
  for (const json::value& one : calls->get_array()) {
    const json::object& it = one.as_object();
    if (it.at("name").as_string() == call) {
      return CallDescription{op, it.at("public").as_bool(), it.at("anonymous").as_bool(),
                             it.at("idempotent").as_bool(),
                             std::string(it.at("permission").as_string()),
                             std::string(it.at("request").as_string()),
                             std::string(it.at("reply").as_string())};
    }
    ++op;
  }
  return std::nullopt;
}

/// The way into a plugin for a call from outside: behind its gate, with what it provides now.
struct Door {
  Gate::Pass pass;
  std::shared_ptr<const ProvidedContracts> all;
  const ProvidedContract* contract;

  /// Throws Error{"contract-unavailable"} when it does not run (any more).
  Door(Slot& slot, std::string_view wanted, const curante_context& context)
      : pass(slot.gate, context), all(slot.provided()), contract(Slot::find(*all, wanted)) {
    if (contract != nullptr && slot.running()) return;
    throw Error("contract-unavailable", slot.id() + ", which provides it, does not run",
                "see `curante plugins`");
  }
};

/// Tells the bus what a user did. Ids only, no personal data.
void tell(Host& host, std::string_view through, const curante_context& context,
          std::string_view action, std::string_view outcome, bool idempotent,
          std::string_view patient, std::chrono::steady_clock::time_point began) {
  using std::chrono::duration_cast, std::chrono::microseconds;
  const auto took = duration_cast<microseconds>(std::chrono::steady_clock::now() - began);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const Instant at{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
  host.bus().publish(&context, "call-made/1",
                     json::object{{"at", at.iso()},
                                  {"user", context.user},
                                  {"user_name", context.user_name},
                                  {"role", context.role},
                                  {"practice", context.practice},
                                  {"station", context.station},
                                  {"plugin", through},
                                  {"action", action},
                                  {"patient", patient},
                                  {"outcome", outcome},
                                  {"trace", context.trace},
                                  {"idempotent", idempotent},
                                  {"duration_us", took.count()}});
}

void authorise(const CallDescription& call, const curante_context& context,
               const std::string& action) {
  if (call.anonymous || context.may_all) return;
  if (context.user.empty()) {
    throw Error("not-signed-in", "per questa operazione occorre accedere",
                "accedere con nome utente e password");
  }
  if (call.permission.empty() || context.permissions.contains(call.permission)) return;
  throw Error(
      "permission-denied",
      "il ruolo «" + context.role + "» non consente " + action + " (" + call.permission + ")",
      "chiedere al titolare o all'amministratore dello studio");
}

/// What the contract says of the members of a type.
const json::array& members_of(const ProvidedContract& contract, std::string_view type) {
  static const json::array none;
  const json::value* types = contract.description.if_contains("types");
  const json::object* all = types == nullptr ? nullptr : types->if_object();
  const json::value* members = all == nullptr ? nullptr : all->if_contains(type);
  return members == nullptr || !members->is_array() ? none : members->get_array();
}

/// Whether the contract says that the member tells whom a call is about.
bool is_subject(const json::value& member) {
  const json::value* mark = member.as_object().if_contains("subject");
  return mark != nullptr && mark->is_bool() && mark->get_bool();
}
bool is_id(const json::value& member) {
  return member.at("name").as_string() == "id";
}

/// A text that the tree says and its type knows; too long a one counts for none.
std::string short_text(const ProvidedContract& contract, std::string_view type,
                       const json::value& tree, bool (*wanted)(const json::value& member)) {
  const json::object* object = tree.if_object();
  for (const json::value& it : members_of(contract, type)) {
    if (object == nullptr || !wanted(it)) continue;
    const json::value* value = object->if_contains(it.at("name").as_string());
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    if (text != nullptr && text->size() <= 64) return std::string(*text);
  }
  return {};
}

/// Whom a request or reply is about: its own subject, or that of a record in it. A member that its
/// type does not know is read by nobody, so it may not say whom a call touches either.
std::string named_in(const ProvidedContract& contract, std::string_view type,
                     const json::value& tree) {
  if (std::string own = short_text(contract, type, tree, is_subject); !own.empty()) return own;
  const json::object* object = tree.if_object();
  for (const json::value& it : members_of(contract, type)) {
    const std::string_view name = it.at("name").as_string();
    const json::value* record = object == nullptr ? nullptr : object->if_contains(name);
    if (record == nullptr) continue;
    std::string id = short_text(contract, it.at("type").as_string(), *record,
                                is_subject(it) ? is_id : is_subject);
    if (!id.empty()) return id;
  }
  return {};
}

}  // namespace

std::string Host::call(std::string_view through, const curante_context& context,
                       std::string_view contract, std::string_view call, std::string_view request) {
  const auto began = std::chrono::steady_clock::now();
  const std::vector<Slot*> found = providers(contract);
  const std::string action = std::string(contract) + " " + std::string(call);
  if (found.empty()) {
    throw Error("contract-unavailable", "nobody provides " + std::string(contract),
                "see `curante plugins` for the plugin that should, and why it does not run");
  }
  const Door door(*found.front(), contract, context);
  const auto description = describe(*door.contract, call);
  if (!description || !description->is_public) {
    throw Error("call-not-public", action + " cannot be called from outside",
                "GET /api/openapi.json lists the calls that can");
  }
  // The open chart is what the caller says of itself; what the call names is what it touches, and
  // where it names none, what the answer names.
  std::string patient = context.patient;
  try {
    authorise(*description, context, action);
    const json::value tree = parse_text(request.empty() ? "{}" : request);
    const std::string asked = named_in(*door.contract, description->request, tree);
    if (!asked.empty()) patient = asked;
    const json::value answer =
        invoke(*door.contract->service, found.front()->id(), through, &context, description->op, tree);
    std::string reply = to_text(answer);
    const std::string told = named_in(*door.contract, description->reply, answer);
    if (asked.empty() && !told.empty()) patient = told;
    tell(*this, through, context, action, "ok", description->idempotent, patient, began);
    return reply;
  } catch (const Error& e) {
    tell(*this, through, context, action, e.code(), description->idempotent, patient, began);
    throw;
  }
}

json::value Host::call_internal(std::string_view through, const curante_context& context,
                                Slot& provider, std::string_view contract, std::string_view call,
                                const json::value& request) {
  const Door door(provider, contract, context);
  const auto description = describe(*door.contract, call);
  if (!description) {
    throw Error("call-unknown", std::string(contract) + " has no call " + std::string(call),
                "update the plugin that provides it");
  }
  return invoke(*door.contract->service, provider.id(), through, &context, description->op, request);
}

}  // namespace curante::kernel
