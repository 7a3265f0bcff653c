// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "soap_client.hpp"

/// The requests of the services beside the sending of a recipe.
std::string view_message(const SoapClient& client, const Account& account, const std::string& nre);
std::string withdraw_message(const SoapClient& client, const Account& account,
                             const std::string& nre);
/// Dates are eight characters, as the caller writes them.
std::string substitution_message(const SoapClient& client, const Account& holder,
                                 const std::string& substitute, const std::string& from,
                                 const std::string& until);
std::string lot_message(const Account& account, const std::string& kind = "0");

/// Search fields by name; the pincode, region and doctor come from the account.
std::string used_message(const SoapClient& client, const Account& account,
                         const std::map<std::string, std::string>& search);

/// CreateAuthReq; members given replace the account's own, an empty text leaves the field out.
std::string create_message(const SoapClient& client, const Account& account,
                           const std::map<std::string, std::string>& instead = {});
/// CheckTokenReq or RevokeAuthReq.
std::string token_message(const SoapClient& client, const Account& account, const std::string& root,
                          const std::string& token);
