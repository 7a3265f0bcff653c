// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <vector>

#include "service_detail_reader.hpp"
#include "service_reader.hpp"

/// Puts the nomenclature of services in place, inside the transaction of whoever fills the tables.
namespace curante::terminology {

/// Codes and texts, in place of those there are.
void replace_services(pqxx::transaction_base& tx, const std::vector<OutpatientService>& list);
/// Branches and conditions, in place of those there are.
void replace_service_details(pqxx::transaction_base& tx,
                             const std::vector<OutpatientService>& list);
/// What was imported beside the nomenclature, in place of what there is.
void replace_imported_details(pqxx::transaction_base& tx, const std::vector<ServiceDetail>& list);
/// The catalogues of the regions that `list` names; those of others stay.
void replace_regional_services(pqxx::transaction_base& tx,
                               const std::vector<RegionalService>& list);

}  // namespace curante::terminology
