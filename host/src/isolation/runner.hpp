// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "isolation/channels.hpp"
#include "runtime/host.hpp"

namespace curante::isolation {

/// One plugin in this process: a kernel of its own around it, in which the host's end of the
/// channels stands for all other plugins. Ends with the host.
class Runner final : public Answerer {
 public:
  /// `control`: the socket to the host. `library`: the sealed one to run.
  Runner(int control, kernel::SealedBytes library);

  /// The plugin's whole life, on this thread, which is its main thread.
  [[noreturn]] void run();

  void answer(Question& question) override;

 private:
  friend class RunPlugin;
  friend class HostProvider;

  /// One use of the plugin, as the host planned it.
  struct Use {
    std::string contract, provider, reason;
    uint32_t index = 0;
    bool optional = false;
  };

  kernel::LaunchPlan plan(const boost::json::object& hello);
  void join_bus();
  [[noreturn]] void obey_control();
  /// Waits for the step `name`, which will be answered by `step_done` or `step_failed`.
  boost::json::value await_step(std::string_view name);
  void step_done(const boost::json::value& result);
  [[noreturn]] void step_failed(std::string_view code, std::string_view message,
                                std::string_view remedy);
  /// Runs a step that has come in; tells the host if it fails.
  void perform(const std::function<void()>& body);
  /// Before the first start in this process: waits for the host's, and cuts what is not there.
  void begin_start();

  /// Makes a call of the plugin over there, and writes the reply.
  void ask_call(const Use& use, const curante_call& call);
  void call(Question& question);
  void deliver(Question& question);
  uint64_t id_of(const curante_context* context) const;
  template <class Write>
  OctetReader ask(Channels::Stay& channel, FrameKind kind, Write&& write);

  const int control_;
  kernel::SealedBytes library_;
  kernel::Log log_;
  Channels channels_;
  Channel* main_ = nullptr;
  std::optional<Question> step_;
  std::vector<Use> uses_;
  bool start_begun_ = false;
  std::unique_ptr<kernel::Host> host_;
  kernel::Slot* plugin_ = nullptr;
};

}  // namespace curante::isolation
