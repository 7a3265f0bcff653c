// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "past_forms.hpp"
#include "personal_data.hpp"

namespace curante::red_recipes {

/// Answers personal-data/1 for this room: one section, "red-recipes.forms", whose records are
/// FormRecord. Safe from any thread.
class PersonalDataService {
 public:
  PersonalDataService(const Surroundings& surroundings, postgres::Pool& pool)
      : surroundings_(surroundings), forms_(pool, surroundings) {}

  personal_data::SectionList on(const CallContext& context, const personal_data::Enumerate& call);
  personal_data::Records on(const CallContext& context, const personal_data::Export& call);
  personal_data::Imported on(const CallContext& context, const personal_data::Import& call);
  personal_data::Erased on(const CallContext& context, const personal_data::Erase& call);
  personal_data::Erased on(const CallContext& context, const personal_data::Anonymise& call);

 private:
  const Surroundings& surroundings_;
  PastForms forms_;
};

}  // namespace curante::red_recipes
