// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "curante/plugin.hpp"
#include "libraries/greeting.hpp"
#include "runtime/host.hpp"

namespace curante::kernel {

/// The entry of a plugin that is linked into the test instead of loaded.
template <class P>
const curante_plugin* linked_entry(std::string_view id) {
  using It = detail::Instance<P>;
  static const curante_plugin entry{sizeof(curante_plugin),
                                    CURANTE_ABI_MAJOR,
                                    CURANTE_ABI_MINOR,
                                    str(id),
                                    str("1.0.0"),
                                    &It::create,
                                    &It::start,
                                    &It::ready,
                                    &It::stop,
                                    &It::destroy,
                                    &It::services};
  return &entry;
}

template <class P>
PluginLaunch linked(std::string_view id) {
  PluginLaunch launch;
  launch.id = id;
  launch.version = "1.0.0";
  launch.linked = linked_entry<P>(id);
  return launch;
}

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
