// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "cli/commands.hpp"
#include "curante/error.hpp"

namespace curante::kernel {

int bench_command(const Arguments& arguments) {
  arguments.allow({"json"});
  throw Error("usage", "write: curante bench kernel [--json]", "");
}

}  // namespace curante::kernel
