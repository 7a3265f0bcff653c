// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "isolation/owned_descriptor.hpp"

namespace curante::isolation {

/// A pipe whose ends no other program inherits. Throws Error{"runner-unstartable"}.
struct Pipe {
  Pipe();
  OwnedDescriptor read, write;
};

/// Starts a program in a session of its own, with no signal blocked or handled, in "/", with
/// `variables` (NAME=value) as its whole environment. Its descriptor 0 is /dev/null, 1 and 2 are
/// copies of `output`, 3 and on copies of `others`; there are no more.
/// Throws Error{"runner-unstartable"}.
pid_t start_process(const std::vector<std::string>& command, int output,
                    const std::vector<int>& others = {},
                    const std::vector<std::string>& variables = {});

}  // namespace curante::isolation
