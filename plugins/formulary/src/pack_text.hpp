// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace curante::formulary {

/// What a doctor looks for in the description of a pack.
struct PackText {
  std::string strength;  ///< "5 mg + 25 mg"; empty if the description names none
  std::string form;      ///< "compresse rivestite con film"; empty if not recognised
};

/// Reads AIFA's description of a pack: "\"5 MG COMPRESSE\" 28 COMPRESSE IN BLISTER AL/PVC".
PackText read_pack_text(std::string_view description);

/// Doses in the pack, as the reference pack of its group tells: "28 UNITA' 5 MG - USO ORALE".
/// 0 when it tells none.
int32_t read_units(std::string_view reference_pack);

}  // namespace curante::formulary
