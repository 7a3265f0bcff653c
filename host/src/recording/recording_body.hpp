// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "runtime/body.hpp"
#include "runtime/log.hpp"
#include "runtime/tree_service.hpp"

namespace curante::kernel {

/// A plugin's body with a recorder before some of its contracts: each call of them, whoever makes
/// it, becomes a line of a file, without personal data.
///
/// The file holds JSON lines: first {"contract","minor","description"}, then
/// {"call","request","reply"} or {"call","request","error":{"code"}}; what an error says and advises
/// is left out, since either may name somebody. It only grows, mode 0600: each start of the plugin
/// adds a first line of its own and then its calls. When a line cannot be written, the log says so
/// once, and the recording ends there; no call fails by it.
class RecordingBody : public Body {
 public:
  /// `files`: contract → where its calls go. Of a contract that has several providers, each writes
  /// a file of its own: its id is added to the name.
  RecordingBody(std::unique_ptr<Body> inner, std::string plugin,
                std::map<std::string, std::string> files, Log& log);
  ~RecordingBody() override;

  /// Throws Error{"recording-unwritable"}, also where the file is another's, beside what the plugin
  /// throws.
  void create(const curante_host& edge) override;
  std::vector<const curante_service*> services() const override;
  void start() override { inner_->start(); }
  void ready() override { inner_->ready(); }
  void stop() override { inner_->stop(); }
  void destroy() override;
  boost::json::object facts() const override { return inner_->facts(); }

 private:
  class Recorder;
  std::unique_ptr<Body> inner_;
  std::string plugin_;
  std::map<std::string, std::string> files_;
  Log& log_;
  std::vector<std::unique_ptr<Recorder>> recorders_;
};

}  // namespace curante::kernel
