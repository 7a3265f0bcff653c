// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>

#include "state/sqlite.hpp"

namespace sistema_ts {

/// Behaviours of the services that can be chosen: kept over a restart.
class Switches {
 public:
  /// Name and default of each.
  static constexpr std::pair<std::string_view, bool> kAll[] = {
      {"promemoria", true},              // a PDF in the answer; else flagPromemoria 1
      {"token_in_answer", true},         // as the test environment; production only mails it
      {"second_factor", true},           // prescription services ask for a token
      {"second_factor_on_lots", false},  // unverified for the real service: PROTOCOLS 1.12
      {"red_at_once", true},             // files of red recipes are looked at when they come
      {"number_used_known",
       true},  // a used number has a code of its own; else one that nobody knows
      {"used_listed_at_once", true},  // off: what is accepted is listed as used when it is on again
      {"used_listed_by_holder", true},  // off: a substitute's is listed under the substitute
      // cfMedico1 is the doctor whom the number is associated with (InvioPrescrittoRichiesta.xsd);
      // off: a substitute may use a number of their own lot, too
      {"number_of_holder_only", true},
      // off: who has no contract with an ASL, as substitutes, gets no lot (specification, 4.1)
      {"lots_without_asl", false},
      {"lot_of_another_doctor", false},  // a granted lot is another's
      {"lot_of_another_region", false},
      {"white_view_by_patient",
       true},  // unverified: VisualizzaPrescrittoRicettaBianca without NRBE
  };

  explicit Switches(Sqlite& database) : database_(database) {}
  bool on(std::string_view name);
  /// False if there is no such switch.
  bool set(std::string_view name, bool value);

 private:
  Sqlite& database_;
};

}  // namespace sistema_ts
