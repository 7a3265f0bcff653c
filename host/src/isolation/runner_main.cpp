// SPDX-License-Identifier: Apache-2.0
// curante-runner: runs one plugin in a process of its own. Started by the host alone.
#include <malloc.h>

#include <cstdio>

#include "curante/error.hpp"
#include "isolation/runner.hpp"
#include "isolation/runner_confinement.hpp"

int main() {
  using namespace curante;
  mallopt(M_ARENA_MAX, 2);  // each reserves 64 MiB of what the limit on memory counts
  try {
    isolation::confine_self(isolation::filter_descriptor);
    isolation::Runner(isolation::control_descriptor,
                      kernel::SealedBytes::of_sealed(isolation::library_descriptor))
        .run();
  } catch (const curante::Error& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
