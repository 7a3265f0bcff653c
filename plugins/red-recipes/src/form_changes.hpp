// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/postgres/pool.hpp"
#include "surroundings.hpp"

namespace curante::red_recipes {

/// The recipes whose form changed, in the order of commits (the database keeps it by a trigger).
/// Safe from any thread.
class FormChanges {
 public:
  FormChanges(postgres::Pool& pool, const Surroundings& surroundings)
      : pool_(pool), surroundings_(surroundings) {}

  ChangeList list(const std::string& practice, const ListChanges& call);

 private:
  postgres::Pool& pool_;
  const Surroundings& surroundings_;
};

}  // namespace curante::red_recipes
