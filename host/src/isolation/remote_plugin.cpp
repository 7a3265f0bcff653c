// SPDX-License-Identifier: Apache-2.0
#include "isolation/remote_plugin.hpp"

#include <fstream>
#include <optional>

#include "curante/error.hpp"
#include "curante/moment.hpp"
#include "isolation/context_coding.hpp"
#include "isolation/tree_coding.hpp"
#include "runtime/host.hpp"

namespace curante::isolation {

namespace json = boost::json;

namespace {

std::string now_text() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()}.iso();
}

/// The process that runs the plugin: the innermost, since a sandbox is one around it.
std::string innermost(pid_t outermost) {
  std::string pid = std::to_string(outermost);
  for (std::string child = pid; !child.empty();) {
    pid = child;
    child.clear();
    std::ifstream("/proc/" + pid + "/task/" + pid + "/children") >> child;
  }
  return pid;
}

int64_t resident_kb(const std::string& pid) {
  std::ifstream status("/proc/" + pid + "/status");
  for (std::string word; status >> word;) {
    int64_t kb = 0;
    if (word == "VmRSS:" && status >> kb) return kb;
  }
  return 0;
}

/// More than any plugin has reason for; each costs the host memory.
constexpr size_t most_subscriptions = 256;

[[noreturn]] void throw_died(const std::string& plugin) {
  throw Error("plugin-died", plugin + " ended while it was asked",
              "try again; see `curante plugins` for why it ended");
}

}  // namespace

RemotePlugin::RemotePlugin(kernel::Slot& slot, Supervisor& supervisor, IsolationOptions options)
    : slot_(slot),
      supervisor_(supervisor),
      options_(std::move(options)),
      events_(slot.host->log(), slot.id(),
              [this](const EventQueue::Told& told) { return tell(told); }),
      allowance_(slot.host->log(), slot.id(), options_.allowance),
      policy_(options_.restarts) {}

// ---- life

RemotePlugin::Process RemotePlugin::spawn() {
  const std::weak_ptr<RemotePlugin> weak = weak_from_this();
  return RemoteProcess::spawn(
      {slot_, supervisor_, threads_, options_.events.publishes, allowance_, options_.frames,
       [this](std::string event) { subscribe(std::move(event)); },
       [weak](RemoteProcess& process) {
         if (const auto self = weak.lock()) self->died(process);
       }},
      options_.runner, options_.confinement);
}

json::value RemotePlugin::hello() const {
  json::object settings;
  for (const auto& [name, value] : slot_.launch.settings) settings[name] = value;
  json::array uses;
  for (const auto& it : slot_.bindings) {
    uses.push_back(json::object{{"contract", it->plan().contract},
                                {"provider", it->provider()},
                                {"optional", it->plan().optional},
                                {"reason", it->plan().reason}});
  }
  return json::object{{"id", slot_.id()},
                      {"version", slot_.launch.version},
                      {"practice", slot_.host->options().practice},
                      {"settings", std::move(settings)},
                      {"uses", std::move(uses)}};
}

/// For each use in `hello`, in its order.
json::value RemotePlugin::available() const {
  json::array all;
  for (const auto& it : slot_.bindings) all.emplace_back(it->path() != CURANTE_PATH_NONE);
  return all;
}

/// The host begins its plugins one after another, on one thread.
SlowStep RemotePlugin::waits_for(const char* step) {
  return SlowStep(supervisor_, slot_.host->log(), slot_.id(), step, options_.step_patience);
}

json::value RemotePlugin::create() {
  const SlowStep wait = waits_for("create");
  const Process process = spawn();
  {
    const std::lock_guard lock(mutex_);
    process_ = process;
    state_ = State::starting;
  }
  services_ = process->step("create", hello(), options_.step_limit);
  return services_;
}

void RemotePlugin::start() {
  const SlowStep wait = waits_for("start");
  process_->step("start", available(), options_.step_limit);
}

void RemotePlugin::ready() {
  const SlowStep wait = waits_for("ready");
  const Process process = process_;
  process->step("ready", nullptr, options_.step_limit);
  {
    const std::lock_guard lock(mutex_);
    state_ = State::running;
  }
  // From here on a restart may put another in its place.
  if (process->ended()) died(*process);
}

void RemotePlugin::stop() {
  const Process process = close();
  if (!events_.close(options_.event_patience) && process) {
    // Its stop would wait for that event in vain.
    process->kill("it was stopped, and did not end what it does with an event");
    return destroy();
  }
  try {
    if (process && !process->ended()) process->step("stop", nullptr, options_.step_limit);
  } catch (const Error& e) {
    slot_.host->log().line(CURANTE_LOG_ERROR, slot_.id(), "stop failed: " + e.message());
  }
  // What it still asks of others must end before those are destroyed.
  destroy();
}

void RemotePlugin::destroy() {
  const Process process = close();
  events_.close({});
  if (process) process->abandon();
  threads_.wait_for_all();
}

/// From now on nothing begins: no call, no event, no restart. Gives the process there was.
RemotePlugin::Process RemotePlugin::close() {
  std::map<std::string, kernel::Bus::Handle> ended;
  const std::lock_guard lock(mutex_);
  state_ = State::stopped;
  ended.swap(subscriptions_);
  changed_.notify_all();
  return process_;
}

// ---- death and restart

void RemotePlugin::died(const RemoteProcess& process) {
  const std::string why = process.reason();
  const std::lock_guard lock(mutex_);
  // A life that ends before it is ready is the affair of who waits for it.
  if (state_ == State::running && process_.get() == &process) crashed(why);
}

/// The lock is held.
void RemotePlugin::crashed(const std::string& why) {
  last_crash_ = why;
  last_crash_at_ = now_text();
  const auto pause = policy_.after_death(Clock::now());
  state_ = pause ? State::restarting : State::quarantined;
  slot_.host->log().line(CURANTE_LOG_ERROR, slot_.id(),
                         "its process died: " + why + (pause ? "" : "; it is in quarantine now"));
  changed_.notify_all();
  if (!pause) return;
  const std::weak_ptr<RemotePlugin> weak = weak_from_this();
  supervisor_.run_at(Clock::now() + *pause, [weak] {
    const auto self = weak.lock();
    if (!self) return;
    const std::lock_guard still_there(self->mutex_);
    if (self->state_ != State::restarting) return;
    try {
      self->threads_.start([self] { self->restart(); });
    } catch (const Error& e) {
      self->crashed(e.message());
    }
  });
}

void RemotePlugin::restart() {
  Process process;
  std::string failure;
  try {
    process = spawn();
    if (process->step("create", hello(), options_.step_limit) != services_) {
      throw Error("description-malformed", "it describes other contracts than before", "");
    }
    process->step("start", available(), options_.step_limit);
    process->step("ready", nullptr, options_.step_limit);
  } catch (const Error& e) {
    failure = e.message();
  }
  {
    const std::lock_guard lock(mutex_);
    if (state_ == State::restarting && failure.empty()) {
      process_ = process;
      state_ = State::running;
      ++restarts_;
      changed_.notify_all();
    } else if (state_ == State::restarting) {
      crashed(failure);
    } else {
      failure = "it was stopped";
    }
  }
  if (!failure.empty() && process) {
    process->abandon();
  } else if (process && process->ended()) {
    died(*process);
  }
}

// ---- calls

Clock::time_point RemotePlugin::limit_of(const curante_context& context) const {
  if (context.deadline_ns == 0) return Clock::now() + options_.call_limit;
  return Clock::time_point(std::chrono::nanoseconds(context.deadline_ns));
}

/// The process that runs now, or soon again: another than the one that `died`.
RemotePlugin::Process RemotePlugin::living(const curante_context& context,
                                           const RemoteProcess* died) {
  std::unique_lock lock(mutex_);
  const auto settled = [&] {
    return state_ != State::restarting && (state_ != State::running || process_.get() != died);
  };
  if (!settled()) {
    changed_.wait_until(lock, std::min(limit_of(context), Clock::now() + options_.restart_wait),
                        settled);
  }
  if (!settled()) {
    throw Error("plugin-restarting", slot_.id() + " is being started again",
                "try again in some seconds");
  }
  if (state_ == State::quarantined) {
    throw Error("plugin-quarantined",
                slot_.id() + " died too often and is not started again: " + last_crash_,
                "mend or replace it, then disable and enable it");
  }
  if (state_ == State::stopped || state_ == State::absent || process_.get() == died) {
    throw_died(slot_.id());
  }
  return process_;
}

/// One question to one life of the process. Throws also Disconnected; `asked` is true from when the
/// plugin may have heard it.
template <class Write, class Read>
void RemotePlugin::ask(RemoteProcess& process, FrameKind kind, const curante_context& context,
                       bool& asked, Write&& write, Read&& read) {
  const auto until = limit_of(context);
  const auto too_late = [this] {
    return Error("deadline-passed", slot_.id() + " did not answer in time", "try again");
  };
  std::optional<Channels::Stay> stay;
  try {
    stay.emplace(process.channels(), until);
  } catch (const TimeLimit&) {
    throw too_late();  // all its channels are busy
  }
  const LiveContexts::Entry entry(process.contexts(), context);
  asked = true;
  try {
    OctetReader reply = (*stay)->ask(
        kind,
        [&](OctetWriter& out) {
          encode_context(out, context, entry.id());
          write(out);
        },
        until);
    read(reply);
    reply.finish();
  } catch (const TimeLimit&) {
    process.kill(kind == FrameKind::event
                     ? "deadline-passed: it did not end what it does with an event in time"
                     : "deadline-passed: a call was not answered in time");
    throw too_late();
  } catch (const Breach& e) {
    process.kill(e.code + ": " + e.what());
    throw Disconnected();
  } catch (const Disconnected&) {
    process.lost();
    throw;
  }
}

void RemotePlugin::call(std::string_view contract, const curante_call& call, bool idempotent) {
  ++calls_;
  const curante_context& context = *call.context;
  const auto* frame = kernel::CallFrame::top();
  const auto write = [&](OctetWriter& out) {
    out.text(frame == nullptr ? std::string_view() : frame->caller());
    out.text(contract);
    out.u32(call.op);
    encode_tree(out, *static_cast<const json::value*>(call.request));
  };
  const auto read = [&](OctetReader& in) { decode_tree(in, Sink{call.out, call.out_self}); };
  try {
    Process process = living(context, nullptr);
    for (int times = idempotent ? 2 : 1; times > 0;) {
      bool asked = false;
      try {
        return ask(*process, FrameKind::call, context, asked, write, read);
      } catch (const Disconnected&) {
        times -= asked ? 1 : 0;
      }
      if (times > 0) process = living(context, process.get());
    }
    throw_died(slot_.id());
  } catch (const Error&) {
    ++failed_;
    throw;
  }
}

// ---- events

void RemotePlugin::subscribe(std::string event) {
  // No contract owns these: the house's own plugins hear them, no stranger does.
  const bool of_all = event.empty() || event == "call-made/1";
  if (of_all ? options_.stranger : !options_.events.hears.contains(event)) {
    throw Error("event-undeclared",
                slot_.id() + " may not hear " + (event.empty() ? "every event" : event) +
                    ", which its manifest does not name under hears",
                "name the event there, with the contract that it belongs to");
  }
  const std::lock_guard lock(mutex_);
  if (state_ == State::stopped || subscriptions_.contains(event)) return;
  if (subscriptions_.size() == most_subscriptions) {
    throw MalformedFrame("it wants more kinds of events than there are");
  }
  if (!hears_) threads_.start([this] { events_.work(); });
  hears_ = true;
  // A stranger is told what happened, not handed the user behind it to act for.
  auto handle = slot_.host->bus().subscribe(
      event, [this](const curante_context* context, std::string_view name, const json::value& body,
                    std::string_view) {
        events_.put(options_.stranger ? slot_.background : *context, name, body);
      });
  subscriptions_.emplace(std::move(event), std::move(handle));
}

/// Gives why it was missed, if it was. What waits while the process is started again is told to the
/// next life; whatever this one was being told when it died is not: it may have acted on it.
std::string RemotePlugin::tell(const EventQueue::Told& told) {
  const kernel::CallFrame frame("bus", slot_.id());
  Process process;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto lives = [this] { return state_ == State::starting || state_ == State::running; };
      // Until then `process` is the life that was found dead.
      changed_.wait(lock, [&] {
        return state_ != State::restarting && !(lives() && process && process == process_);
      });
      if (!lives()) return "it does not run";
      process = process_;
    }
    bool asked = false;
    try {
      ask(
          *process, FrameKind::event, told.context, asked,
          [&](OctetWriter& out) {
            out.text(told.event);
            out.encoded(told.body);
          },
          [](OctetReader&) {});
      return {};
    } catch (const Error& e) {
      return e.message();
    } catch (const Disconnected&) {
      if (asked) return "it died";
    }
  }
}

json::object RemotePlugin::facts() const {
  const std::lock_guard lock(mutex_);
  constexpr std::string_view names[] = {"absent",     "starting",    "running",
                                        "restarting", "quarantined", "stopped"};
  const bool alive = process_ && !process_->ended();
  const std::string pid = alive ? innermost(process_->pid()) : "0";
  return {{"state", names[static_cast<size_t>(state_)]},
          {"pid", std::stoll(pid)},
          {"restarts", restarts_},
          {"last_crash", last_crash_.empty() ? "" : last_crash_at_ + " " + last_crash_},
          {"memory_kb", alive ? resident_kb(pid) : 0},
          {"calls", calls_.load()},
          {"failed", failed_ + events_.missed() + allowance_.refused()}};
}

}  // namespace curante::isolation
