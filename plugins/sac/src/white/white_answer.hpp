// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "recipe_transmitter.hpp"
#include "soap/envelope.hpp"

/// The service's answers. Which namespace a nested element has, and whether lists stand in an
/// element of their own, is not known: elements are found by their names alone, at any depth.
namespace curante::sac::white {

/// The receipt of a sending: accepted or refused, decided by codEsitoInserimento alone. Throws
/// Error{"answer-unexpected"} for an answer that says neither, or accepts without a number.
/// `products` are those of the recipe that was sent, by which reasons name its lines.
recipe_transmitter::Receipt decode_sending(const SoapAnswer& answer,
                                           const std::vector<std::string>& products);

/// A recipe the service holds.
struct Held {
  std::string number, pin;
  std::string written_at;             ///< dataCompilazione; empty: the answer does not say
  std::vector<std::string> products;  ///< AIC or group, in the order of the rows
  int state = 0;                      ///< statoProcesso
  std::vector<int> row_states;        ///< of each row that says so
  std::string transaction;            ///< protocolloTransazione
  std::string accepted_at;
};

/// What came of asking after a recipe.
struct View {
  std::vector<Held> held;
  /// The service says that there is none. Else, with nothing held: it does not tell.
  bool absent = false;
  std::vector<recipe_transmitter::Reason> reasons;
};
View decode_view(const SoapAnswer& answer);

/// Whether the recipe is cancelled now; if not, why.
struct Cancellation {
  bool cancelled = false;
  std::vector<recipe_transmitter::Reason> reasons;
};
Cancellation decode_cancellation(const SoapAnswer& answer);

}  // namespace curante::sac::white
