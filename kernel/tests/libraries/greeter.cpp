// SPDX-License-Identifier: Apache-2.0
// A plugin for the kernel's tests. Compiled several times, sound and with one fault each.
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "curante/plugin.hpp"
#include "greeting.hpp"

namespace curante::greeting {

class Greeter : public Plugin {
 public:
  explicit Greeter(const Host& host) : service_(provide<Contract>(host, *this)) {
#ifdef GREETER_THROWS_IN_CREATE
    throw Error("greeter-broken", "the greeter cannot be made", "mend the greeter");
#endif
  }
  void start() override {
#ifdef GREETER_THROWS_IN_START
    throw Error("greeter-broken", "the greeter cannot start", "mend the greeter");
#endif
  }
  std::vector<Service*> services() override {
    return {service_.get()};
  }

  Greeting on(const CallContext& context, const Greet& call) {
    if (call.name.empty()) throw Error("name-missing", "nobody to greet", "give a name");
    return {"hello " + call.name, context.caller()};
  }
  Greeting on(const CallContext& context, const Whisper&) {
    return {"psst", context.caller()};
  }

 private:
  std::unique_ptr<Service> service_;
};

}  // namespace curante::greeting

#ifdef GREETER_ENDS_PROCESS
[[maybe_unused]] static const int ended = (std::_Exit(42), 0);
#endif
#ifdef GREETER_CRASHES
[[maybe_unused]] static const int crashed = (std::abort(), 0);
#endif

#ifdef GREETER_ENDS_WELL
[[maybe_unused]] static const int ended_well = (std::_Exit(0), 0);
#endif
#ifdef GREETER_HANGS
[[maybe_unused]] static const int hung = (close(1), close(2), pause());
#endif
#ifdef GREETER_REACHES_OUT
/// Says which files of the machine the library saw while it was loaded.
[[maybe_unused]] static const bool reached = [] {
  for (const char* path : {"/etc/passwd", "/etc/shadow"}) {
    if (access(path, R_OK) == 0) std::ofstream(GREETER_REACHES_OUT) << path;
  }
  return std::ofstream(GREETER_REACHES_OUT, std::ios::app).is_open();
}();
#endif

#ifdef GREETER_ABI_MAJOR
#undef CURANTE_ABI_MAJOR
#define CURANTE_ABI_MAJOR GREETER_ABI_MAJOR
#endif
CURANTE_PLUGIN(curante::greeting::Greeter, curante::greeting::Contract);
