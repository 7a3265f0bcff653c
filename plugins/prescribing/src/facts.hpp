// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chart.hpp"
#include "clock.hpp"
#include "formulary.hpp"
#include "prescribing.hpp"
#include "terminology.hpp"

namespace curante::prescribing {

/// A drug that was prescribed to the patient not long ago.
struct RecentLine {
  std::string aic;
  std::string atc;
  std::string group_code;
  std::string drug_text;
  Date issued;
  bool unsettled = false;  ///< what became of its recipe is not known yet
};

/// A line's pack as the formulary knows it, or why it does not.
struct LineDrug {
  std::optional<formulary::Drug> drug;
  std::optional<Finding> problem;
};

/// A line's service as the nomenclature knows it, or why it does not.
struct LineService {
  std::optional<terminology::OutpatientService> service;
  std::optional<Finding> problem;
};

/// All that the rules look at: gathered once, then judged without asking anybody.
struct Facts {
  Draft draft;  ///< as it will be kept and sent (draft_texts.hpp)
  chart::ChartView chart;
  std::vector<LineDrug> drugs;        ///< one per line of the draft; empty for a service
  std::vector<LineService> services;  ///< one per line of the draft; empty for a drug
  std::vector<RecentLine> recent;     ///< as far back as the rules look for a double
  std::vector<RecentLine> last_year;  ///< the same and what is older, for how long a drug is in use
  std::map<std::string, Date>
      plans;  ///< therapeutic plans of the draft, since when they are in use
  Date today;
  std::string region;       ///< of the prescribing doctor, 3 digits
  bool takes_white = true;  ///< the channel of this practice takes white recipes
  // Of who signs, as some recipes must say; of a substitute the holder's where there is none of its
  // own.
  std::string doctor_phone;
  std::string doctor_address;  ///< street and municipality of the practice
  bool doctor_known = false;   ///< who signs has professional data
  std::string doctor_register;  ///< number in the register of who signs: never another's
  bool diagnosis_unlisted = false;  ///< the installed table is known not to have its code
};

}  // namespace curante::prescribing
