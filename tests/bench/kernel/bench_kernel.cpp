// SPDX-License-Identifier: Apache-2.0
// bench-kernel LIBRARIES: loads 20 trivial plugins and calls them on both paths; prints one JSON object.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

#include "bench_contract.hpp"
#include "curante/plugin.hpp"
#include "image/plugin_image.hpp"
#include "runtime/host.hpp"

namespace curante::bench {
namespace {

using Clock = std::chrono::steady_clock;

double elapsed_ns(Clock::time_point since) {
  return std::chrono::duration<double, std::nano>(Clock::now() - since).count();
}

/// Linked into this program: it asks for what the loaded ones provide.
class CallerPlugin : public Plugin {
 public:
  explicit CallerPlugin(const curante::Host& host) : host(host), target(host) { self = this; }
  static CallerPlugin* self;
  curante::Host host;
  Use<Contract> target;
};
CallerPlugin* CallerPlugin::self = nullptr;

const curante_plugin caller_entry = {sizeof(curante_plugin),
                                     CURANTE_ABI_MAJOR,
                                     CURANTE_ABI_MINOR,
                                     str("bench.caller"),
                                     str("1.0.0"),
                                     &detail::Instance<CallerPlugin>::create,
                                     &detail::Instance<CallerPlugin>::start,
                                     &detail::Instance<CallerPlugin>::ready,
                                     &detail::Instance<CallerPlugin>::stop,
                                     &detail::Instance<CallerPlugin>::destroy,
                                     &detail::Instance<CallerPlugin>::services};

kernel::LaunchPlan plan(const std::string& directory) {
  kernel::LaunchPlan plan;
  for (int i = 1; i <= 20; ++i) {
    const std::string id = "bench.trivial" + std::to_string(i);
    kernel::Problems problems;
    auto image = kernel::read_plugin_image(directory + "/" + id + ".so", problems);
    kernel::PluginLaunch launch;
    launch.id = id;
    launch.version = image.manifest.version;
    launch.image = std::move(image.bytes);
    plan.plugins.push_back(std::move(launch));
  }
  return plan;
}

/// The median of seven runs of `body`, which does `count` times the same.
template <class Body>
double median_ns(int count, Body&& body) {
  std::vector<double> runs;
  for (int run = 0; run < 7; ++run) {
    const auto began = Clock::now();
    for (int i = 0; i < count; ++i) body(i);
    runs.push_back(elapsed_ns(began) / count);
  }
  std::sort(runs.begin(), runs.end());
  return runs[3];
}

struct Figures {
  double load_ms = 0, direct_ns = 0, person_ns = 0;
};

Figures measure(const std::string& directory, bool marshalled) {
  Figures figures;
  kernel::Log log(CURANTE_LOG_WARNING);
  kernel::Host host(log, {"1", marshalled});
  const auto began = Clock::now();
  kernel::LaunchPlan launch = plan(directory);
  kernel::PluginLaunch caller;
  caller.id = "bench.caller";
  caller.version = "1.0.0";
  caller.linked = &caller_entry;
  launch.plugins.push_back(std::move(caller));
  launch.bindings.push_back({"bench.caller", "bench/1", {"bench.trivial7"}, false, CURANTE_PATH_DIRECT, ""});
  host.launch(std::move(launch));
  figures.load_ms = elapsed_ns(began) / 1e6;
  const CallerPlugin& it = *CallerPlugin::self;
  const CallContext context = it.host.background();
  int64_t sum = 0;
  figures.direct_ns = median_ns(200'000, [&](int i) {
    const Use<Contract> looked_up(it.host);
    sum += looked_up.ask(context, Add{i, 1}).value;
  });
  figures.person_ns = median_ns(50'000, [&](int) { sum += it.target.ask(context, Find{"7"}).version; });
  if (sum == 0) std::cerr << "nothing was called\n";
  return figures;
}

}  // namespace
}  // namespace curante::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bench-kernel DIRECTORY-OF-TRIVIAL-PLUGINS\n";
    return 2;
  }
  const auto direct = curante::bench::measure(argv[1], false);
  const auto marshalled = curante::bench::measure(argv[1], true);
  std::cout << "{\"load_20_ms\":" << direct.load_ms << ",\"lookup_call_direct_ns\":" << direct.direct_ns
            << ",\"direct_patient_ns\":" << direct.person_ns
            << ",\"marshalled_patient_ns\":" << marshalled.person_ns << "}\n";
}
