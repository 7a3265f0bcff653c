// SPDX-License-Identifier: Apache-2.0
#include "isolation/runner.hpp"

#include <algorithm>
#include <map>
#include <thread>

#include "curante/error.hpp"
#include "curante/fault.hpp"
#include "isolation/context_coding.hpp"
#include "isolation/control.hpp"
#include "isolation/runner_bodies.hpp"
#include "isolation/tree_coding.hpp"

namespace curante::isolation {

namespace json = boost::json;

namespace {

constexpr int host_gone = 0, host_broken = 70;

/// Runs what talks to the host; without one there is nothing left to do here.
template <class Body>
auto with_host(Body&& body) {
  try {
    return body();
  } catch (const Disconnected&) {
    _exit(host_gone);
  } catch (const TimeLimit&) {
    _exit(host_gone);
  } catch (const Breach&) {
    _exit(host_broken);
  }
}

}  // namespace

Runner::Runner(int control, kernel::SealedBytes library)
    : control_(control),
      library_(std::move(library)),
      log_(CURANTE_LOG_DEBUG),
      channels_(*this, [this] {
        if (!send_control(control_, control_want, -1)) _exit(host_gone);
      }) {}

void Runner::run() {
  ControlMessage first = receive_control(control_);
  if (first.purpose != control_main || !first.channel) _exit(host_broken);
  main_ = &channels_.keep(std::move(first.channel));
  const Channels::Stay stay(channels_, *main_);
  std::thread([this] { obey_control(); }).detach();

  const json::value hello = await_step("create");
  perform([&] {
    host_ = std::make_unique<kernel::Host>(
        log_, kernel::Host::Options{std::string(hello.at("practice").as_string())});
    join_bus();
  });
  host_->launch(plan(hello.as_object()));
  await_step("stop");
  host_->stop();
  step_done(nullptr);
  _exit(0);
}

void Runner::obey_control() {
  for (;;) {
    ControlMessage message = receive_control(control_);
    if (message.ended || !message.channel) _exit(host_gone);
    if (message.purpose == control_yours) {
      channels_.add(std::move(message.channel));
      continue;
    }
    auto socket = std::make_shared<OwnedDescriptor>(std::move(message.channel));
    std::thread([this, socket] {
      with_host([&] { channels_.serve(std::move(*socket)); });
    }).detach();
  }
}

/// The plugin, and before it whoever provides what it uses.
kernel::LaunchPlan Runner::plan(const json::object& hello) {
  kernel::LaunchPlan plan;
  std::map<std::string, uint32_t> index;
  std::vector<std::string> providers;
  const std::string id(hello.at("id").as_string());
  for (const json::value& it : hello.at("uses").as_array()) {
    Use use;
    use.contract = it.at("contract").as_string();
    use.provider = it.at("provider").as_string();
    use.reason = it.at("reason").as_string();
    use.optional = it.at("optional").as_bool();
    use.index = index[use.contract]++;
    const bool known =
        std::find(providers.begin(), providers.end(), use.provider) != providers.end();
    if (!known && !use.provider.empty()) providers.push_back(use.provider);
    uses_.push_back(use);
    if (use.index == 0) {
      plan.bindings.push_back(
          {id, use.contract, {}, use.optional, CURANTE_PATH_ISOLATED, use.reason});
    }
    for (auto& binding : plan.bindings) {
      if (binding.contract == use.contract) binding.providers.push_back(use.provider);
    }
  }
  for (const std::string& provider : providers) {
    kernel::PluginLaunch launch;
    launch.id = provider;
    launch.make_body = [this](kernel::Slot& slot) {
      return std::make_unique<HostProvider>(*this, slot);
    };
    plan.plugins.push_back(std::move(launch));
  }
  kernel::PluginLaunch launch;
  launch.id = id;
  launch.version = hello.at("version").as_string();
  for (const auto& [name, value] : hello.at("settings").as_object()) {
    launch.settings[std::string(name)] = value.as_string();
  }
  launch.make_body = [this](kernel::Slot& slot) {
    plugin_ = &slot;
    return std::make_unique<RunPlugin>(*this, slot.id(), library_);
  };
  plan.plugins.push_back(std::move(launch));
  return plan;
}

// ---- steps

json::value Runner::await_step(std::string_view name) {
  return with_host([&] {
    step_.emplace(main_->next_question());
    const std::string asked(step_->body().text());
    json::value what = decode_tree(step_->body());
    if (step_->kind() != FrameKind::step || asked != name) _exit(host_broken);
    return what;
  });
}

void Runner::step_done(const json::value& result) {
  with_host([&] {
    OctetWriter out = step_->reply();
    encode_tree(out, result);
    step_->send();
  });
}

void Runner::step_failed(std::string_view code, std::string_view message, std::string_view remedy) {
  with_host([&] {
    step_->fail(code, message, remedy);
    step_->send();
  });
  // What did not start has nothing to stop.
  _exit(0);
}

void Runner::perform(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& e) {
    step_failed(e.code(), e.message(), e.remedy());
  } catch (const std::exception& e) {
    step_failed("internal-error", fault_of(e), "report this to the plugin's author");
  }
}

void Runner::begin_start() {
  if (start_begun_) return;
  start_begun_ = true;
  const json::value available = await_step("start");
  size_t i = 0;
  for (const auto& binding : plugin_->bindings) {
    if (!available.at(i++).as_bool()) binding->cut(binding->provider() + " does not run");
  }
}

// ---- the host's calls

void Runner::answer(Question& question) {
  switch (question.kind()) {
    case FrameKind::call:
      return call(question);
    case FrameKind::event:
      return deliver(question);
    default:
      throw MalformedFrame("the host asks what it never does");
  }
}

void Runner::call(Question& question) {
  OctetReader& in = question.body();
  const RemoteContext context = decode_context(in);
  const std::string caller(in.text());
  const std::string_view contract = in.text();
  const auto all = plugin_->provided();
  const kernel::ProvidedContract* provided = kernel::Slot::find(*all, contract);
  if (provided == nullptr) throw MalformedFrame("the host asks for what was not provided");
  const uint32_t op = in.u32();
  unsigned char buffer[8192];
  json::monotonic_resource memory(buffer, sizeof buffer);
  kernel::TreeBuilder tree(&memory);
  decode_tree(in, tree.sink());
  in.finish();
  const json::value request = tree.take();
  kernel::check_call(context, view(provided->service->contract));
  const kernel::CallFrame frame(caller, plugin_->id());
  const curante_call call{
      sizeof call, op, &context, &request, kernel::tree_reader(), kernel::TreeBuilder::writer(),
      &tree};
  FailureCatcher failure;
  failure.check(provided->service->invoke(provided->service->self, &call, failure.edge()));
  const json::value answer = tree.take();
  OctetWriter out = question.reply();
  encode_tree(out, answer);
}

void Runner::deliver(Question& question) {
  OctetReader& in = question.body();
  const RemoteContext context = decode_context(in);
  const std::string event(in.text());
  const json::value body = decode_tree(in);
  in.finish();
  host_->bus().deliver(&context, event, body);
  question.reply();
}

// ---- the plugin's calls

uint64_t Runner::id_of(const curante_context* context) const {
  return context == &plugin_->background ? background_context
                                         : static_cast<const RemoteContext*>(context)->id;
}

template <class Write>
OctetReader Runner::ask(Channels::Stay& channel, FrameKind kind, Write&& write) {
  return with_host([&] { return channel->ask(kind, write, no_limit); });
}

void Runner::ask_call(const Use& use, const curante_call& call) {
  Channels::Stay channel(channels_, no_limit);
  OctetReader reply = ask(channel, FrameKind::call, [&](OctetWriter& out) {
    out.u64(id_of(call.context));
    out.text(use.contract);
    out.u32(use.index);
    out.u32(call.op);
    encode_tree(out, *static_cast<const json::value*>(call.request));
  });
  with_host([&] { decode_tree(reply, Sink{call.out, call.out_self}); });
}

void Runner::join_bus() {
  const auto publish = [this](const curante_context* context, std::string_view event,
                              const json::value& body) {
    try {
      Channels::Stay channel(channels_, no_limit);
      ask(channel, FrameKind::event, [&](OctetWriter& out) {
        out.u64(id_of(context));
        out.text(event);
        encode_tree(out, body);
      });
    } catch (const Error& e) {
      log_.line(CURANTE_LOG_WARNING, plugin_->id(),
                "the event " + std::string(event) + " was not told: " + e.message());
    }
  };
  const auto subscribe = [this](std::string_view event) {
    Channels::Stay channel(channels_, no_limit);
    ask(channel, FrameKind::subscribe, [&](OctetWriter& out) { out.text(event); });
  };
  host_->bus().lead_up({publish, subscribe});
}

}  // namespace curante::isolation
