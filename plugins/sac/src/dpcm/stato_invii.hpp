// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "red_recipe_channel.hpp"
#include "soap/envelope.hpp"

/// VisualizzaElencoStatoInvii and VisualizzaElencoStatoRicette: what has become of files and of the
/// recipes in them. Source: PROTOCOLS 3.3 [C]: no WSDL was found; the namespace is a setting, and
/// answers are read by the names of their elements alone.
namespace curante::sac::stato_invii {

inline constexpr const char* files_action = "VisualizzaElencoStatoInvii";
inline constexpr const char* recipes_action = "VisualizzaElencoStatoRicette";

/// A protocol, or (when it is empty) a span of days.
struct Asked {
  std::string protocol;
  std::optional<Date> from, to;
};

std::string encode_files(const std::string& ns, const Asked& asked, const std::string& pincode);
std::string encode_recipes(const std::string& ns, const Asked& asked, const std::string& pincode);

/// Both throw Error{"answer-unexpected"}.
std::vector<red_recipe_channel::FileStatus> decode_files(const SoapAnswer& answer);
std::vector<red_recipe_channel::RecipeOutcome> decode_recipes(const SoapAnswer& answer);

/// One of the five answers by the words in it. [U]: known from the practice alone, so the text is
/// kept beside it.
red_recipe_channel::FileState state_of(std::string text);

}  // namespace curante::sac::stato_invii
