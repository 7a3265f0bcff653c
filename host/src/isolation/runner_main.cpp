// SPDX-License-Identifier: Apache-2.0
// curante-runner: runs one plugin in a process of its own. Started by the host alone.
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "curante/error.hpp"
#include "isolation/control.hpp"
#include "isolation/runner.hpp"
#include "isolation/runner_confinement.hpp"
#include "runtime/library.hpp"

int main() {
  using namespace curante;
  mallopt(M_ARENA_MAX, 2);  // each reserves 64 MiB of what the limit on memory counts
  try {
    isolation::confine_self(isolation::filter_descriptor);
    auto library = kernel::SealedBytes::of_sealed(isolation::library_descriptor);
    if (const char* id = std::getenv(isolation::only_load_variable)) {
      kernel::load_library(id, library);
      // Without what a library does at the end of a process.
      _exit(isolation::send_control(isolation::control_descriptor, isolation::control_loaded, -1)
                ? 0
                : 1);
    }
    isolation::Runner(isolation::control_descriptor, std::move(library)).run();
  } catch (const curante::Error& e) {
    std::fprintf(stderr, "%s: %s\n", e.code().c_str(), e.what());
    return 1;
  }
}
