// SPDX-License-Identifier: Apache-2.0
#include "curante/abi.h"

static_assert(sizeof(curante_str) == 16 && sizeof(curante_plugin) == 96,
              "the C edge is frozen: see its rules");
