// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "curante/postgres/pool.hpp"
#include "form_rows.hpp"
#include "surroundings.hpp"

namespace curante::red_recipes {

/// What a form is made of, beside its number.
struct NewForm {
  Id recipe;
  Id patient;
  Id doctor;
  Id account;
  std::string printer;
  std::string patient_name;
  FiscalCode fiscal_code;
  std::string payload;
  State state = State::queued;
};

/// Forms with recipes on them. Safe from any thread and several hosts.
class FormStore {
 public:
  FormStore(postgres::Pool& pool, const Surroundings& surroundings)
      : pool_(pool), surroundings_(surroundings) {}

  /// The form of a recipe that is not spoilt.
  std::optional<Form> find(const std::string& practice, const Id& recipe);
  /// Takes a number and writes the form, in one transaction. When the recipe has a form already,
  /// that one is answered. With `spoilt_code`, that form is spoilt by it; when it is not the
  /// recipe's form any more, nothing is done. `sound` is asked in that transaction before a number
  /// is taken, and may throw. Throws what BlockStore::take throws, and Error{"red-form-void"} when
  /// the form that is spoilt was to be void.
  Form add(const std::string& practice, const NewForm& form, const std::string& spoilt_code,
           Instant at, const std::function<void(pqxx::transaction_base&)>& sound);
  /// What was printed; from now on it is told.
  Form printed(const std::string& practice, const std::string& code, const Id& document);
  /// That a person printed what is made of these; how many of them there are.
  int32_t note_printed(const std::string& practice, const std::vector<Id>& recipes, Instant at);
  /// The recipe as it was given. Throws Error{"red-form-unknown"}.
  NewForm given(const std::string& practice, const Id& recipe);

  /// Voids a form: told where it was told before, and again when that came to nothing. Without a
  /// code the recipe's newest form; with one exactly that, also when it is spoilt. Throws
  /// Error{"red-form-unknown"}.
  Form cancel(const std::string& practice, const Id& recipe, const std::string& code);
  /// What waited for the doctor's word goes. Throws Error{"red-form-unknown"}.
  Form confirm(const std::string& practice, const Id& recipe);
  /// Throws Error{"red-form-unknown"}, Error{"red-form-void"}, Error{"red-form-settled"}.
  Form send_again(const std::string& practice, const Id& recipe, const std::string& code);
  /// What a person found is kept, and the form settled by it, as red-recipes/1 SettleForm says; its
  /// state until then is taken from the form. Throws Error{"red-form-unknown"},
  /// Error{"red-form-settled"}, Error{"red-form-under-way"}.
  Form settle(const std::string& practice, const Id& recipe, const std::string& code,
              const Finding& finding);

 private:
  template <class Body>
  Form change(const std::string& practice, const Id& recipe, const std::string& code, Body&& body);

  postgres::Pool& pool_;
  const Surroundings& surroundings_;
};

/// Nobody may have it any more, whether or not the ministry has heard so.
bool is_void(State state);

Error unknown_form();
Error void_form();

}  // namespace curante::red_recipes
