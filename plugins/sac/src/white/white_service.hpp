// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Setting white_endpoint: the service's host, https://ricettabiancaservice.sanita.finanze.it in
/// production, https://ricettabiancaservicetest.sanita.finanze.it for tests. Without it white
/// recipes go on paper only.
///
/// Everything this room assumes about the service of electronic white recipes, in one place.
///
/// No schema of it is public: all of this comes from the message templates of a public client
/// (PROTOCOLS 2, mark C) and must be confirmed with the service's owner before going live. What the
/// client's templates do not show at all is marked "guess".
namespace curante::sac::white {

/// One operation: where it is, and how its messages are called.
struct Operation {
  const char* path;
  const char* action;
  std::string_view request_ns;
  std::string_view request;
  std::string_view answer;
};

inline constexpr Operation invio{
    "/RicettaBiancaDemPrescrittoServicesWeb/services/demInvioPrescrittoRicettaBianca",
    "http://invioprescrittoricettabianca.wsdl.dem.sanita.finanze.it/InvioPrescrittoRicettaBianca",
    "http://invioprescrittoricettabiancarichiesta.xsd.dem.sanita.finanze.it",
    "InvioPrescrittoRicettaBiancaRichiesta",  // guess: as its sisters of the SSN recipe are called
    "InvioPrescrittoRicettaBiancaRicevuta"};  // guess
inline constexpr Operation visualizza{
    "/RicettaBiancaDemPrescrittoServicesWeb/services/demVisualizzaPrescrittoRicettaBianca",
    "http://visualizzaprescrittoricettabianca.wsdl.dem.sanita.finanze.it/"
    "VisualizzaPrescrittoRicettaBianca",
    "http://visualizzaprescrittoricettabiancarichiesta.xsd.dem.sanita.finanze.it",
    "VisualizzaPrescrittoRicettaBiancaRichiesta",  // guess
    "VisualizzaPrescrittoRicettaBiancaRicevuta"};  // guess
inline constexpr Operation annulla{
    "/RicettaBiancaDemPrescrittoServicesWeb/services/demAnnullaPrescrittoRicettaBianca",
    "http://annullaprescrittoricettabianca.wsdl.dem.sanita.finanze.it/"
    "AnnullaPrescrittoRicettaBianca",
    "http://annullaprescrittoricettabiancarichiesta.xsd.dem.sanita.finanze.it",
    "AnnullaPrescrittoRicettaBiancaRichiesta",  // guess
    "AnnullaPrescrittoRicettaBiancaRicevuta"};  // guess

/// Of what stands inside a row of the request.
inline constexpr std::string_view row_types_ns =
    "http://tipodatiinvioprescrittoricettabianca.xsd.dem.sanita.finanze.it";

inline constexpr int most_packs = 99;        ///< of a row ("quantita", 1 to 99)
inline constexpr size_t number_length = 12;  ///< NRBE
inline constexpr size_t longest_pin = 5;     ///< PIN-NRBE: two sources say 5, one says 4

/// statoProcesso is taken to mean what it means for the SSN recipe (guess; PROTOCOLS 1.7).
inline constexpr int state_to_dispense = 3;
inline constexpr int state_annulled = 4;
inline constexpr int state_dispensed = 8;
/// A row of an answer says how far it has come (PROTOCOLS 2), in an element of this name (guess: as
/// the SSN service calls it).
inline constexpr std::string_view row_state = "statoPresc";

/// "tdl" is required and 0 or 1; taken for "terapia del dolore", which the room does not write.
inline constexpr std::string_view no_pain_therapy = "0";

/// What may be told otherwise by a setting, because the service may turn out to differ.
struct Assumptions {
  /// Setting white_ask_by_patient: VisualizzaPrescritto answers by patient and doctor alone, and so
  /// tells whether a request without an answer arrived. Off: a person settles each of them.
  bool asks_by_patient = true;
  /// Setting white_absent_is_unsent: "no such recipe" is believed, and the recipe goes out again.
  /// Off, because a request that was held up may arrive after the question.
  bool absent_is_unsent = false;
};

/// A recipe older than this is looked for before it is sent, though nothing says that it ever was:
/// the database may have been restored from a copy that knows nothing of the sending.
inline constexpr int64_t look_first_after_ms = 120'000;

}  // namespace curante::sac::white
