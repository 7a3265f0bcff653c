// SPDX-License-Identifier: Apache-2.0
#include "isolation/host_answers.hpp"

#include "curante/error.hpp"
#include "isolation/tree_coding.hpp"
#include "manifest/plugin_manifest.hpp"
#include "runtime/host.hpp"
#include "runtime/tree.hpp"

namespace curante::isolation {

namespace json = boost::json;

namespace {

/// Others write it into their own formats, line by line.
bool is_event_id(std::string_view text) {
  return text.size() <= 64 && kernel::is_contract_id(text);
}

/// A call through the plugin's own binding, closed whatever happens.
struct Exchange {
  Exchange(const curante_binding& way, const curante_context& context, uint32_t op)
      : binding(way), it(way.open(way.self, &context, op)) {}
  ~Exchange() { binding.close(it); }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const curante_binding& binding;
  curante_exchange* it;
};

}  // namespace

void HostAnswers::answer(Question& question) {
  switch (question.kind()) {
    case FrameKind::call:
      return call(question);
    case FrameKind::event:
      return publish(question);
    case FrameKind::subscribe: {
      const std::string event(question.body().text());
      question.body().finish();
      if (!event.empty() && !is_event_id(event)) {
        throw MalformedFrame("it wants an event that cannot be");
      }
      subscribe_(event);
      question.reply();
      return;
    }
    default:
      throw MalformedFrame("a plugin's process asks what only the host may");
  }
}

const kernel::Binding& HostAnswers::binding(std::string_view contract, uint32_t index) const {
  bool declared = false;
  for (const auto& it : slot_.bindings) {
    if (it->plan().contract != contract) continue;
    declared = true;
    if (index-- == 0) return *it;
  }
  if (declared) throw MalformedFrame("a call of a provider that there is not");
  throw Breach("contract-undeclared", "a call of " + std::string(contract.substr(0, 100)) +
                                          ", which its manifest does not name under uses");
}

void HostAnswers::call(Question& question) {
  OctetReader& in = question.body();
  const LiveContexts::Found context(contexts_, in.u64(), slot_.background);
  const std::string_view contract = in.text();
  const uint32_t index = in.u32(), op = in.u32();
  const Exchange exchange(*binding(contract, index).edge(), *context, op);
  decode_tree(in, Sink{exchange.it->out, exchange.it->out_self});
  in.finish();
  FailureCatcher failure;
  failure.check(exchange.binding.send(exchange.it, failure.edge()));
  OctetWriter reply = question.reply();
  encode_tree(reply, *static_cast<const json::value*>(exchange.it->reply));
}

void HostAnswers::publish(Question& question) {
  OctetReader& in = question.body();
  const LiveContexts::Found context(contexts_, in.u64(), slot_.background);
  const std::string event(in.text());
  if (!publishes_.contains(event)) {
    throw Error("event-undeclared",
                slot_.id() + " may not publish «" + event.substr(0, 64) +
                    "», which its manifest does not name under publishes",
                "name the event there, with the contract that it belongs to");
  }
  allowance_.check_size(in.left());
  const json::value body = decode_tree(in);
  in.finish();
  // Few octets may be many as JSON, which is what others hold.
  allowance_.take(kernel::to_text(body).size(), Clock::now());
  kernel::check_call(*context, event);
  slot_.host->bus().publish(&*context, event, body);
  question.reply();
}

}  // namespace curante::isolation
