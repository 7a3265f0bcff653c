// SPDX-License-Identifier: Apache-2.0
// Every mock plugin of this folder: its list file says which contract each one is compiled for.
#include CURANTE_MOCK_HEADER
#include "curante/testing/mock_plugin.hpp"

CURANTE_PLUGIN(curante::testing::MockPlugin<curante::CURANTE_MOCK_OF::Contract>,
               curante::CURANTE_MOCK_OF::Contract);
