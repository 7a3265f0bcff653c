// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace sistema_ts {

/// The tables of data/, put into the program by the build.
extern const std::string_view kIdentitiesTable;
extern const std::string_view kRegionsTable;
extern const std::string_view kOutcomesTable;
extern const std::string_view kWhiteDrugsTable;
extern const std::string_view kPnglaServicesTable;
extern const std::string_view kCyclesTable;

}  // namespace sistema_ts
