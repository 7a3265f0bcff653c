// SPDX-License-Identifier: Apache-2.0
// bench-kernel BENCH-PLUGINS TRUST PLUGINS: loads twenty trivial plugins and the product's own, and
// calls one on all paths; prints one JSON object.
#include <algorithm>
#include <chrono>
#include <iostream>

#include "caller_plugin.hpp"
#include "cli/releases.hpp"
#include "isolated_calls.hpp"
#include "runtime/host.hpp"
#include "start_plan.hpp"
#include "verified_load.hpp"

namespace curante::bench {
namespace {

using Clock = std::chrono::steady_clock;

double elapsed_ns(Clock::time_point since) {
  return std::chrono::duration<double, std::nano>(Clock::now() - since).count();
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

std::vector<std::string> twenty_trivial() {
  std::vector<std::string> ids;
  for (int i = 1; i <= 20; ++i) ids.push_back("bench.trivial" + std::to_string(i));
  return ids;
}

/// What a practice's host may load.
std::vector<std::string> released_in(const std::string& directory) {
  kernel::Problems problems;
  std::vector<std::string> ids;
  for (const auto& [path, released] : kernel::read_releases(directory, problems)) {
    const std::string& id = released.statement.plugin;
    if (!id.starts_with("curante.mock-")) ids.push_back(id);
  }
  return ids;
}

Figures measure(const std::string& directory, const std::string& trust, bool marshalled) {
  Figures figures;
  kernel::Log log(CURANTE_LOG_WARNING);
  kernel::Host host(log, {"1", marshalled});
  const auto began = Clock::now();
  std::vector<std::string> ids = twenty_trivial();
  ids.back() = "bench.person";
  kernel::TrustPolicy policy = policy_of(trust);
  kernel::LaunchPlan launch = start_plan(directory, ids, policy);
  kernel::PluginLaunch caller;
  caller.id = "bench.caller";
  caller.version = "1.0.0";
  caller.linked = &caller_entry;
  launch.plugins.push_back(std::move(caller));
  launch.bindings.push_back({"bench.caller", "bench/1", {"bench.person"}, false, CURANTE_PATH_DIRECT, ""});
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
  if (argc != 4) {
    std::cerr << "usage: bench-kernel BENCH-PLUGINS TRUST PLUGINS\n";
    return 2;
  }
  const std::string directory = argv[1], trust = argv[2], product = argv[3];
  using namespace curante::bench;
  // First, while this process has nothing loaded that the forked ones would inherit.
  const LoadFigures load = measure_load(directory, twenty_trivial(), trust);
  const LoadFigures all = measure_load(product, released_in(product), trust);
  const Figures direct = measure(directory, trust, false);
  const Figures marshalled = measure(directory, trust, true);
  curante::kernel::TrustPolicy policy = policy_of(trust);
  const IsolatedFigures isolated =
      measure_isolated(start_plan(directory, {"bench.person"}, policy).plugins.front());
  std::cout << "{\"load_20_ms\":" << direct.load_ms << ",\"lookup_call_direct_ns\":" << direct.direct_ns
            << ",\"direct_patient_ns\":" << direct.person_ns
            << ",\"marshalled_patient_ns\":" << marshalled.person_ns
            << ",\"isolated_p50_us\":" << isolated.p50_us << ",\"isolated_p99_us\":" << isolated.p99_us
            << ",\"bare_socket_p50_us\":" << isolated.bare_p50_us
            << ",\"bare_socket_p99_us\":" << isolated.bare_p99_us
            << ",\"spawn_isolated_ms\":" << isolated.spawn_ms
            << ",\"spawn_isolated_bare_ms\":" << isolated.spawn_bare_ms
            << ",\"verify_load_20_ms\":" << load.verified_ms << ",\"bare_dlopen_20_ms\":" << load.bare_ms
            << ",\"verify_load_20_ratio\":" << load.ratio
            << ",\"verify_load_product_ms\":" << all.verified_ms
            << ",\"bare_dlopen_product_ms\":" << all.bare_ms
            << ",\"verify_load_product_ratio\":" << all.ratio << "}\n";
}
