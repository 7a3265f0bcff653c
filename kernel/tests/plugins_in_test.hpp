// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "curante/plugin.hpp"
#include "libraries/greeting.hpp"
#include "linked_plugin.hpp"
#include "runtime/host.hpp"

namespace curante::kernel {

/// A library that was built for the tests, whole or cut off.
inline PluginLaunch built(const std::string& library, size_t cut = SIZE_MAX) {
  const std::string path = std::string(CURANTE_TEST_LIBRARIES) + "/" + library + ".so";
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  PluginLaunch launch;
  launch.id = "test.greeter";
  launch.version = "1.2.3";
  launch.library =
      SealedBytes::of_file(file, std::min<size_t>(cut, std::filesystem::file_size(path)), library);
  close(file);
  return launch;
}

/// Greets through greeting/1; keeps its handles where a test reaches them.
class Guest : public Plugin {
 public:
  explicit Guest(const curante::Host& host) : host_(host), greeter_(host) { last = this; }
  ~Guest() override { last = nullptr; }
  void start() override { started = true; }
  void stop() override { stopped = true; }

  greeting::Greeting greet(const std::string& name) const {
    return greeter_.ask(host_.background(), greeting::Greet{name});
  }
  const curante::Host& host() const { return host_; }
  const Use<greeting::Contract>& greeter() const { return greeter_; }

  static inline Guest* last = nullptr;
  static inline bool started = false, stopped = false;

 private:
  curante::Host host_;
  Use<greeting::Contract> greeter_;
};

inline BindingLaunch guest_binding(uint32_t path, bool optional = false) {
  return {"test.guest", "greeting/1", {"test.greeter"}, optional, path, "so the test wants it"};
}

}  // namespace curante::kernel
