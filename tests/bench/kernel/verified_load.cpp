// SPDX-License-Identifier: Apache-2.0
#include "verified_load.hpp"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "runtime/library.hpp"
#include "start_plan.hpp"

namespace curante::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// What `body` takes in a new process.
template <class Body>
double alone_ms(Body&& body) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  if (fork() == 0) {
    const auto began = Clock::now();
    body();
    const double took = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
    _exit(write(ends[1], &took, sizeof took) == sizeof took ? 0 : 1);
  }
  close(ends[1]);
  double took = 0;
  const bool told = read(ends[0], &took, sizeof took) == sizeof took;
  close(ends[0]);
  wait(nullptr);
  if (!told) throw std::runtime_error("a run did not end");
  return took;
}

double median(std::vector<double> runs) {
  const auto middle = runs.begin() + static_cast<ptrdiff_t>(runs.size() / 2);
  std::nth_element(runs.begin(), middle, runs.end());
  return *middle;
}

}  // namespace

LoadFigures measure_load(const std::string& directory, const std::vector<std::string>& ids,
                         const std::string& trust) {
  kernel::TrustPolicy policy = policy_of(trust);
  const auto load_bare = [&] {
    for (const std::string& id : ids) {
      const std::string path = directory + "/" + id + ".so";
      if (dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr) throw std::runtime_error(dlerror());
    }
  };
  const auto load_verified = [&] {
    for (const kernel::PluginLaunch& it : start_plan(directory, ids, policy).plugins) {
      kernel::load_library(it.id, it.library);
    }
  };
  // In turns: what else the machine does in between weighs on both alike.
  std::vector<double> bare, verified, ratio;
  for (int run = 0; run < 61; ++run) {
    bare.push_back(alone_ms(load_bare));
    verified.push_back(alone_ms(load_verified));
    ratio.push_back(verified.back() / bare.back());
  }
  return {median(std::move(verified)), median(std::move(bare)), median(std::move(ratio))};
}

}  // namespace curante::bench
