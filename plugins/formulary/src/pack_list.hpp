// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formulary.hpp"

namespace curante::formulary {

/// A list of packs of every class, in the columns of data/packs.csv: the built-in one, or the
/// complete one that a practice or its supplier keeps. The columns must all be there, so that a
/// misspelt one is not taken for an empty one; of a row these may be empty: strength and form (then
/// read from the pack's text), units, group_code, price_cents, reference_price_cents, company.
/// Throws Error{"import-malformed"} naming file and line of up to ten wrong rows, each with what to
/// do about it.
std::vector<Drug> read_pack_list(std::string_view content, const std::string& file);

/// The complete list and the transparency list as one, by AIC. What a pack is, its class among it,
/// the complete list says: the transparency list takes all of its packs for class A. Group, price
/// and reference price come from the transparency list, all three, since what the patient pays is
/// the difference of two prices of one day, which the complete list may not keep up with. A pack
/// that the complete list has outside class A leaves its group: the SSN does not pay for it.
/// Packs of one list alone are as that list has them.
std::vector<Drug> merged(std::vector<Drug> complete, const std::vector<Drug>& listed);

/// Descriptions for the groups of `drugs` that `groups` does not know.
void describe_groups(const std::vector<Drug>& drugs, std::map<std::string, std::string>& groups);

}  // namespace curante::formulary
