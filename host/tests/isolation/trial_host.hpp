// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "isolation/libraries/trial.hpp"
#include "isolation/process_body.hpp"
#include "plugins_in_test.hpp"

namespace curante::isolation {

/// Linked into the test: asks the isolated plugin, and is asked back by it.
class Errands : public Plugin {
 public:
  explicit Errands(const curante::Host& host)
      : host_(host), trial_(host), edge_(provide<errand::Contract>(host, *this)) {
    last = this;
  }
  ~Errands() override { last = nullptr; }
  std::vector<Service*> services() override { return {edge_.get()}; }

  trial::Seen on(const CallContext& context, const errand::Run& call) {
    if (call.text == "refuse") throw Error("errand-refused", "not today", "come tomorrow");
    return {"ran " + call.text, context.caller(), context.user(), 0, 0, {}, getpid(), false};
  }
  trial::Seen on(const CallContext& context, const errand::Deeper& call) {
    return trial_.ask(context, trial::Deep{call.depth});
  }

  const curante::Host& host() const { return host_; }
  const Use<trial::Contract>& trial() const { return trial_; }
  static inline Errands* last = nullptr;

 private:
  curante::Host host_;
  Use<trial::Contract> trial_;
  std::unique_ptr<Service> edge_;
};

/// A host with the isolated plugin and its partner.
class TrialHost : public testing::Test {
 protected:
  static IsolationOptions options() {
    IsolationOptions options;
    options.runner = CURANTE_RUNNER;
    options.restarts.back_off = {std::chrono::milliseconds(1)};
    options.confinement.sandbox = false;
    options.events.publishes = {"pong/1", "greeting-made/1"};
    options.events.hears = {"ping/1", "greeting-made/1"};
    return options;
  }

  void launch(IsolationOptions options = TrialHost::options(),
              std::map<std::string, std::string> settings = {}, bool with_errands = true) {
    kernel::LaunchPlan plan;
    plan.plugins.push_back(trial(std::move(options)));
    plan.plugins.back().settings = std::move(settings);
    plan.plugins.push_back(kernel::linked<Errands>("test.errands"));
    plan.bindings.push_back({"test.trial", "errand/1", {}, true, CURANTE_PATH_ISOLATED, "a test"});
    if (with_errands) plan.bindings.back().providers = {"test.errands"};
    plan.bindings.push_back(
        {"test.errands", "trial/1", {"test.trial"}, true, CURANTE_PATH_ISOLATED, "a test"});
    host.launch(std::move(plan));
  }

  kernel::PluginLaunch trial(IsolationOptions options) {
    kernel::PluginLaunch launch;
    launch.id = "test.trial";
    launch.version = "1.0.0";
    const std::string path = CURANTE_ISOLATION_LIBRARIES "/trial.so";
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    launch.library = kernel::SealedBytes::of_file(file, std::filesystem::file_size(path), "trial");
    close(file);
    launch.make_body = [this, options](kernel::Slot& slot) {
      return std::make_unique<ProcessBody>(slot, supervisor, options,
                                           std::vector<std::string>{"trial/1"});
    };
    return launch;
  }

  static curante_context user(std::chrono::milliseconds limit = {}) {
    curante_context context;
    context.user = "7";
    context.role = "titolare";
    context.permissions = {"greet"};
    if (limit.count() > 0) {
      context.deadline_ns = (Clock::now() + limit).time_since_epoch() / std::chrono::nanoseconds(1);
    }
    return context;
  }

  template <class Call>
  trial::Seen ask(const Call& call, const curante_context& context) {
    const auto* access = Errands::last->host().extension<curante_ext_context>("curante.context/1");
    return Errands::last->trial().ask(CallContext(&context, access), call);
  }
  trial::Seen deed(const std::string& what, const std::string& argument = "") {
    return ask(trial::Do{what, argument}, user());
  }
  /// The error's code, or "done".
  template <class Run>
  static std::string code_of(Run&& run) {
    try {
      run();
      return "done";
    } catch (const Error& e) {
      return e.code();
    }
  }
  std::string code_of_deed(const std::string& what, const std::string& argument = "") {
    return code_of([&] { deed(what, argument); });
  }

  kernel::Slot& slot() { return *host.slots().front(); }
  std::string fact(const char* name) {
    const boost::json::value value = slot().body->facts().at(name);
    return value.is_string() ? std::string(value.get_string()) : kernel::to_text(value);
  }
  /// Waits until it holds; a test that waits in vain fails by it.
  static bool eventually(const std::function<bool()>& holds) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable nobody_notifies;
    const auto until = Clock::now() + std::chrono::seconds(20);
    while (!holds()) {
      if (Clock::now() > until) return false;
      nobody_notifies.wait_for(lock, std::chrono::milliseconds(1));
    }
    return true;
  }

  Supervisor supervisor;
  kernel::Log log{CURANTE_LOG_ERROR + 1};
  kernel::Host host{log, {}};
};

}  // namespace curante::isolation
