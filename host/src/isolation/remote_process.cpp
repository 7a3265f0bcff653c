// SPDX-License-Identifier: Apache-2.0
#include "isolation/remote_process.hpp"

#include <string.h>

#include <optional>
#include <system_error>
#include <thread>

#include "curante/error.hpp"
#include "isolation/control.hpp"
#include "isolation/tree_coding.hpp"
#include "runtime/host.hpp"
#include "text/foreign_text.hpp"

namespace curante::isolation {

namespace {

std::string how_it_ended(const RunnerEnd& end) {
  if (end.signal == 0) return "it ended with code " + std::to_string(end.code);
  const char* name = sigabbrev_np(end.signal);
  return "it was ended by SIG" + std::string(name == nullptr ? "?" : name);
}

}  // namespace

void ThreadCount::start(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    ++running_;
  }
  const auto over = [this] {
    const std::lock_guard lock(mutex_);
    --running_;
    changed_.notify_all();
  };
  try {
    std::thread([over, work = std::move(work)]() mutable {
      work();
      work = nullptr;
      over();
    }).detach();
  } catch (const std::system_error&) {
    over();
    throw Error("internal-error", "there are no more threads",
                "raise the limit on threads, or free some memory");
  }
}

void ThreadCount::wait_for_all() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return running_ == 0; });
}

std::shared_ptr<RemoteProcess> RemoteProcess::spawn(Surroundings around, const std::string& runner,
                                                    const Confinement& confinement) {
  std::optional<RunnerProcess> process;
  around.supervisor.run_and_wait(
      [&] { process.emplace(spawn_runner(runner, around.slot.launch.library, confinement)); });
  auto it = std::make_shared<RemoteProcess>(std::move(around), std::move(*process));
  auto [ours, theirs] = socket_pair();
  it->main_ = &it->channels_.keep(std::move(ours));
  it->open_channel(control_main, std::move(theirs));
  it->around_.supervisor.run_and_wait([it] { it->watch(); });
  return it;
}

RemoteProcess::RemoteProcess(Surroundings around, RunnerProcess process)
    : around_(std::move(around)),
      process_(std::move(process)),
      pid_(process_.pid()),
      log_(around_.slot.host->log(), around_.slot.id()),
      answers_(around_.slot, contexts_, around_.publishes, around_.allowance, around_.subscribe),
      budget_(around_.frames),
      channels_(
          answers_,
          [this] {
            auto [ours, theirs] = socket_pair();
            open_channel(control_serve, std::move(theirs));
            channels_.add(std::move(ours));
          },
          &budget_) {}

void RemoteProcess::open_channel(char purpose, OwnedDescriptor theirs) {
  if (!send_control(process_.control(), purpose, theirs.get())) {
    kill("frame-malformed: it does not read its control socket");
  }
}

void RemoteProcess::watch() {
  const auto self = shared_from_this();
  around_.supervisor.watch(process_.control(), [self] { self->control_readable(); });
  around_.supervisor.watch(process_.pidfd(), [self] { self->process_ended(); });
  around_.supervisor.watch(process_.standard_error(), [self] {
    const int log = self->process_.standard_error();
    if (!self->log_.read_from(log)) self->around_.supervisor.forget(log);
  });
}

void RemoteProcess::forget() {
  for (const int descriptor : {process_.control(), process_.pidfd(), process_.standard_error()}) {
    around_.supervisor.forget(descriptor);
  }
}

void RemoteProcess::control_readable() {
  const char purpose = receive_request(process_.control());
  if (purpose == control_want && ++served_ <= Channels::most) {
    try {
      return serve_one_more();
    } catch (const Error& e) {
      return kill(e.code() + ": " + e.message());
    }
  }
  around_.supervisor.forget(process_.control());
  // At its end the socket closes, too; then pidfd says more.
  if (purpose != 0) kill("frame-malformed: it writes to its control socket what none should");
}

void RemoteProcess::serve_one_more() {
  auto [ours, theirs] = socket_pair();
  open_channel(control_yours, std::move(theirs));
  around_.threads.start(
      [self = shared_from_this(), socket = std::make_shared<OwnedDescriptor>(std::move(ours))] {
        try {
          self->channels_.serve(std::move(*socket));
        } catch (const Breach& e) {
          self->kill(e.code + ": " + e.what());
        } catch (const TimeLimit&) {
          self->kill("frame-malformed: it does not read what it asked for");
        }
      });
}

void RemoteProcess::process_ended() {
  const auto self = shared_from_this();
  log_.read_from(process_.standard_error());
  forget();
  const std::string how = how_it_ended(process_.reap());
  {
    const std::lock_guard lock(mutex_);
    if (reason_.empty()) reason_ = how;
    ended_ = true;
    changed_.notify_all();
  }
  channels_.close();
  around_.died(*this);
}

void RemoteProcess::kill(const std::string& reason) {
  {
    const std::lock_guard lock(mutex_);
    // It may name what the plugin said.
    if (reason_.empty()) reason_ = kernel::printable_text(reason);
  }
  process_.kill();
  channels_.close();
}

void RemoteProcess::lost() {
  channels_.close();
  // Who closes one channel and lives on is no honest one; but how it died is for itself to tell.
  around_.supervisor.run_at(Clock::now() + std::chrono::milliseconds(500),
                            [weak = weak_from_this()] {
                              const auto self = weak.lock();
                              if (self && !self->ended()) self->kill("it closed a channel");
                            });
}

void RemoteProcess::abandon() {
  around_.supervisor.run_and_wait([this] {
    log_.read_from(process_.standard_error());
    forget();
  });
  ended_ = true;
  kill("its host stopped it");
}

std::string RemoteProcess::reason() const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::seconds(1), [this] { return ended_.load(); });
  return reason_;
}

boost::json::value RemoteProcess::step(std::string_view name, const boost::json::value& what,
                                       std::chrono::milliseconds limit) {
  try {
    Channels::Stay stay(channels_, *main_);
    OctetReader reply = stay->ask(
        FrameKind::step,
        [&](OctetWriter& out) {
          out.text(name);
          encode_tree(out, what);
        },
        Clock::now() + limit);
    boost::json::value tree = decode_tree(reply);
    reply.finish();
    return tree;
  } catch (const Breach& e) {
    kill(e.code + ": " + e.what());
  } catch (const TimeLimit&) {
    kill("deadline-passed: " + std::string(name) + " does not end");
  } catch (const Disconnected&) {
    // How it ended is told below.
  }
  throw Error("plugin-died",
              around_.slot.id() + "'s process died in " + std::string(name) + ": " + reason(),
              "see the log; report it to the plugin's author");
}

}  // namespace curante::isolation
