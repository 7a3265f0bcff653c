// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace curante::prescribing {

/// Who found that the database came back from a copy. The red pads find it by forms that were used
/// since. `silent_pads`: the transmitter found it while the pads could not say whether any was.
enum class RestoreFinder { transmitter, red_pads, silent_pads };

}  // namespace curante::prescribing
