// SPDX-License-Identifier: Apache-2.0
#include "isolated_calls.hpp"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "caller_plugin.hpp"
#include "cli/installation.hpp"
#include "isolation/context_coding.hpp"
#include "isolation/process_body.hpp"
#include "isolation/tree_coding.hpp"
#include "runtime/host.hpp"

namespace curante::bench {
namespace {

using isolation::Clock;

double us_since(Clock::time_point began) {
  return std::chrono::duration<double, std::micro>(Clock::now() - began).count();
}

double percentile(std::vector<double>& values, double share) {
  const auto at =
      values.begin() + static_cast<ptrdiff_t>(static_cast<double>(values.size()) * share);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// A second process that answers `request` octets with `reply` octets, and nothing more.
class BarePeer {
 public:
  BarePeer(size_t request, size_t reply) : request_(request, 'q'), reply_(reply, 'r') {
    auto [ours, theirs] = isolation::socket_pair();
    child_ = fork();
    if (child_ == 0) {
      while (receive(theirs.get(), request_)) send(theirs.get(), reply_.data(), reply_.size(), 0);
      _exit(0);
    }
    socket_ = std::move(ours);
  }
  ~BarePeer() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  BarePeer(const BarePeer&) = delete;
  BarePeer& operator=(const BarePeer&) = delete;

  void ask() {
    send(socket_.get(), request_.data(), request_.size(), 0);
    if (!receive(socket_.get(), reply_)) throw std::runtime_error("the bare peer ended");
  }

 private:
  static bool receive(int socket, std::string& all) {
    for (size_t done = 0; done < all.size();) {
      const ssize_t got = recv(socket, all.data() + done, all.size() - done, 0);
      if (got <= 0) return false;
      done += static_cast<size_t>(got);
    }
    return true;
  }

  std::string request_, reply_;
  isolation::OwnedDescriptor socket_;
  pid_t child_ = -1;
};

/// A host with the plugin in a process, and its caller.
class IsolatedHost {
 public:
  IsolatedHost(const kernel::PluginLaunch& trivial, bool sandbox) {
    isolation::IsolationOptions options;
    options.runner = kernel::Installation::here().runner;
    options.confinement.sandbox = sandbox;
    kernel::LaunchPlan plan;
    plan.plugins.push_back(trivial);
    plan.plugins.back().make_body = [this, options](kernel::Slot& slot) {
      return std::make_unique<isolation::ProcessBody>(slot, supervisor_, options,
                                                      std::vector<std::string>{"bench/1"});
    };
    kernel::PluginLaunch caller;
    caller.id = "bench.caller";
    caller.version = "1.0.0";
    caller.linked = &caller_entry;
    plan.plugins.push_back(std::move(caller));
    plan.bindings.push_back(
        {"bench.caller", "bench/1", {trivial.id}, false, CURANTE_PATH_ISOLATED, ""});
    host_.launch(std::move(plan));
  }

  Person ask() const {
    return CallerPlugin::self->target.ask(CallerPlugin::self->host.background(), Find{"7"});
  }
  const curante_context& context() const { return host_.slots().back()->background; }

 private:
  isolation::Supervisor supervisor_;
  kernel::Log log_{CURANTE_LOG_WARNING};
  kernel::Host host_{log_, {}};
};

template <class Body>
size_t frame_octets(Body&& body) {
  std::string octets;
  isolation::OctetWriter out = begin_frame(octets, isolation::FrameKind::call, 1);
  body(out);
  return octets.size();
}

double spawn_ms(const kernel::PluginLaunch& trivial, bool sandbox) {
  std::vector<double> runs;
  for (int run = 0; run < 9; ++run) {
    const auto began = Clock::now();
    const IsolatedHost host(trivial, sandbox);
    if (host.ask().id.empty()) throw std::runtime_error("no reply of an isolated plugin");
    runs.push_back(us_since(began) / 1'000);
  }
  return percentile(runs, 0.5);
}

}  // namespace

IsolatedFigures measure_isolated(const kernel::PluginLaunch& trivial) {
  IsolatedFigures figures;
  figures.spawn_ms = spawn_ms(trivial, true);
  figures.spawn_bare_ms = spawn_ms(trivial, false);
  const IsolatedHost host(trivial, true);
  const size_t request = frame_octets([&](isolation::OctetWriter& out) {
    encode_context(out, host.context(), 1);
    for (const char* text : {"bench.caller", "bench/1"}) out.text(text);
    out.u32(1);
    encode_tree(out, kernel::to_tree(Find{"7"}));
  });
  const size_t reply = frame_octets(
      [&](isolation::OctetWriter& out) { encode_tree(out, kernel::to_tree(host.ask())); });
  BarePeer bare(request, reply);
  std::vector<double> isolated, alone;
  for (int i = 0; i < 20'000; ++i) {
    // In blocks of a hundred: both see the same machine, and neither the other's cold caches.
    const bool through_host = i / 100 % 2 == 0;
    const auto began = Clock::now();
    through_host ? static_cast<void>(host.ask()) : bare.ask();
    (through_host ? isolated : alone).push_back(us_since(began));
  }
  figures.p50_us = percentile(isolated, 0.5);
  figures.p99_us = percentile(isolated, 0.99);
  figures.bare_p50_us = percentile(alone, 0.5);
  figures.bare_p99_us = percentile(alone, 0.99);
  return figures;
}

}  // namespace curante::bench
