// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"
#include "soap/envelope.hpp"

/// The two operations that ask about a recipe by its number: VisualizzaPrescritto and
/// AnnullaPrescritto. Source: PROTOCOLS 1.6, 1.7.
namespace curante::sac {

namespace visualizza_prescritto {
inline constexpr const char* path =
    "/DemRicettaPrescrittoServicesWeb/services/demVisualizzaPrescritto";
inline constexpr const char* action =
    "http://visualizzaprescritto.wsdl.dem.sanita.finanze.it/VisualizzaPrescritto";

/// statoProcesso of a recipe that its author took back (PROTOCOLS 1.7).
inline constexpr int state_annulled = 4;

/// A line as the SAC shows it: the code of a pack, a group or a service.
struct SeenLine {
  std::string code, quantity;
  std::string text = {};  ///< its description, which makes it no other line
  bool operator==(const SeenLine& other) const {
    return code == other.code && quantity == other.quantity;
  }
};

/// What the SAC knows of a number.
struct View {
  bool known = false;  ///< false: no recipe has this number (5005, or its lot is merely assigned)
  int state = 0;       ///< statoProcesso, 3 to be dispensed … 10 expired
  std::string authentication_code;
  std::string inserted_at;
  bool of_another = false;  ///< 1125: it is another doctor's, and nothing is shown of it
  std::string written_at;   ///< dataCompilazione
  std::vector<SeenLine> lines;
  // Of the patient, whose code is never given back (PROTOCOLS 1.6).
  std::string patient_kind;     ///< tipoRic
  std::string personal_number;  ///< numIdentPers, of who is insured abroad
  std::string card_number;      ///< numIdentTess
  std::string sasn_card;        ///< numTessSasn
  std::vector<recipe_transmitter::Reason> reasons;
};

std::string encode(const Nre& nre, const std::string& doctor, const std::string& pincode);
/// Throws Error{"answer-unexpected"} for a refusal that says nothing of the number.
View decode(const SoapAnswer& answer);
}  // namespace visualizza_prescritto

namespace annulla_prescritto {
inline constexpr const char* path =
    "/DemRicettaPrescrittoServicesWeb/services/demAnnullaPrescritto";
inline constexpr const char* action =
    "http://annullaprescritto.wsdl.dem.sanita.finanze.it/AnnullaPrescritto";

/// Whether the recipe is cancelled now; if not, why.
struct Cancellation {
  bool cancelled = false;
  std::vector<recipe_transmitter::Reason> reasons;
};

std::string encode(const Nre& nre, const std::string& doctor, const std::string& pincode);
Cancellation decode(const SoapAnswer& answer);
}  // namespace annulla_prescritto

}  // namespace curante::sac
