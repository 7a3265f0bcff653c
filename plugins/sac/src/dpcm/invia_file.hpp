// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "red_recipe_channel.hpp"
#include "soap/envelope.hpp"

/// inviaFileSanita: SOAP 1.1 with an attachment. Source: the WSDL of Piemonte (PROTOCOLS 3.1); the
/// national endpoint's path is not published [U] and therefore a setting.
namespace curante::sac::invia_file {

inline constexpr const char* action = "invio";

struct Message {
  std::string content_type;  ///< multipart/related with its boundary
  std::string body;
};

/// The envelope that names the file, and the zipped file.
Message encode(const std::string& file_name, const std::string& zip);

/// Throws Error{"answer-unexpected"}.
red_recipe_channel::Receipt decode(const SoapAnswer& answer);

}  // namespace curante::sac::invia_file
