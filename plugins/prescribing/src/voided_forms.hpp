// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>

/// Forms that the red room was asked to void, or voided by itself. One that is live all the same is
/// so since the ministry did not take its cancellation, and is not asked for again.
namespace curante::prescribing::voided_forms {

/// A form without a code was never printed, and is not noted.
void note(pqxx::transaction_base& tx, const std::string& practice, const std::string& code);
bool asked(pqxx::transaction_base& tx, const std::string& practice, const std::string& code);

}  // namespace curante::prescribing::voided_forms
