// SPDX-License-Identifier: Apache-2.0
// bench-kernel LIBRARIES TRUST: loads 20 trivial plugins and calls them on both paths; prints one JSON
// object.
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

#include "caller_plugin.hpp"
#include "cli/candidates.hpp"
#include "cli/releases.hpp"
#include "isolated_calls.hpp"
#include "runtime/host.hpp"
#include "runtime/library.hpp"

namespace curante::bench {
namespace {

using Clock = std::chrono::steady_clock;

double elapsed_ns(Clock::time_point since) {
  return std::chrono::duration<double, std::nano>(Clock::now() - since).count();
}

/// Whom the build trusts.
kernel::TrustPolicy policy_of(const std::string& trust) {
  kernel::Problems problems;
  kernel::TrustPolicy policy;
  policy.store = kernel::TrustStore::read({trust + "/libraries.info", trust + "/core.info"}, problems);
  for (const kernel::Problem& it : problems) std::cerr << it.text() << "\n";
  return policy;
}

/// What a start does with a folder of plugins, its release's signature included.
kernel::LaunchPlan plan(const std::string& directory, kernel::TrustPolicy policy) {
  std::vector<kernel::WantedPlugin> wanted;
  for (int i = 1; i <= 20; ++i) wanted.push_back({"bench.trivial" + std::to_string(i), "", "", "bench", i});
  kernel::CandidateReader reader(std::move(wanted), directory);
  kernel::Problems problems;
  policy.released = kernel::read_releases(directory, problems);
  for (const kernel::Problem& it : problems) std::cerr << it.text() << "\n";
  kernel::LaunchPlan plan;
  for (kernel::Candidate& it : reader.check(policy)) {
    if (!it.image) throw std::runtime_error(kernel::to_text(it.problems.front()));
    kernel::PluginLaunch launch;
    launch.id = it.image->manifest.id;
    launch.version = it.image->manifest.version;
    launch.library = it.image->library;
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

/// The median of nine runs, each in a process of its own, which has loaded none of the libraries.
template <class Body>
double median_alone_ms(Body&& body) {
  std::vector<double> runs;
  for (int run = 0; run < 9; ++run) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    if (fork() == 0) {
      const auto began = Clock::now();
      body();
      const double took = elapsed_ns(began) / 1e6;
      _exit(write(ends[1], &took, sizeof took) == sizeof took ? 0 : 1);
    }
    double took = 0;
    const bool told = read(ends[0], &took, sizeof took) == sizeof took;
    close(ends[0]);
    close(ends[1]);
    wait(nullptr);
    if (!told) throw std::runtime_error("a run did not end");
    runs.push_back(took);
  }
  std::sort(runs.begin(), runs.end());
  return runs[4];
}

double verified_load_ms(const std::string& directory, const std::string& trust) {
  const kernel::TrustPolicy policy = policy_of(trust);
  return median_alone_ms([&] {
    for (const kernel::PluginLaunch& it : plan(directory, policy).plugins) {
      kernel::load_library(it.id, it.library);
    }
  });
}

double bare_load_ms(const std::string& directory) {
  return median_alone_ms([&] {
    for (int i = 1; i <= 20; ++i) {
      const std::string path = directory + "/bench.trivial" + std::to_string(i) + ".so";
      if (dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr) throw std::runtime_error(dlerror());
    }
  });
}

Figures measure(const std::string& directory, const std::string& trust, bool marshalled) {
  Figures figures;
  kernel::Log log(CURANTE_LOG_WARNING);
  kernel::Host host(log, {"1", marshalled});
  const auto began = Clock::now();
  kernel::LaunchPlan launch = plan(directory, policy_of(trust));
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
  if (argc != 3) {
    std::cerr << "usage: bench-kernel DIRECTORY-OF-TRIVIAL-PLUGINS TRUST-FOLDER\n";
    return 2;
  }
  // First, while this process has nothing loaded that the forked ones would inherit.
  const double bare = curante::bench::bare_load_ms(argv[1]);
  const double verified = curante::bench::verified_load_ms(argv[1], argv[2]);
  const auto direct = curante::bench::measure(argv[1], argv[2], false);
  const auto marshalled = curante::bench::measure(argv[1], argv[2], true);
  const auto isolated = curante::bench::measure_isolated(
      curante::bench::plan(argv[1], curante::bench::policy_of(argv[2])).plugins.front());
  std::cout << "{\"load_20_ms\":" << direct.load_ms << ",\"lookup_call_direct_ns\":" << direct.direct_ns
            << ",\"direct_patient_ns\":" << direct.person_ns
            << ",\"marshalled_patient_ns\":" << marshalled.person_ns
            << ",\"isolated_p50_us\":" << isolated.p50_us << ",\"isolated_p99_us\":" << isolated.p99_us
            << ",\"bare_socket_p50_us\":" << isolated.bare_p50_us
            << ",\"spawn_isolated_ms\":" << isolated.spawn_ms
            << ",\"spawn_isolated_bare_ms\":" << isolated.spawn_bare_ms
            << ",\"verify_load_20_ms\":" << verified << ",\"bare_dlopen_20_ms\":" << bare << "}\n";
}
