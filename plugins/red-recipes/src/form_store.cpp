// SPDX-License-Identifier: Apache-2.0
#include "form_store.hpp"

#include "block_store.hpp"
#include "curante/postgres/prepared.hpp"
#include "curante/postgres/turn.hpp"

namespace curante::red_recipes {
namespace {

using postgres::prepared;

const std::string select_one =
    select_forms + "where f.practice_id = $1 and f.recipe = $2 and not f.spoilt";
constexpr auto lock_one =
    "select 1 from form where practice_id = $1 and recipe = $2 and not spoilt for update";
const std::string select_by_code = select_forms + "where f.practice_id = $1 and f.code = $2";

constexpr auto insert_form =
    "insert into form (practice_id, code, recipe, patient, doctor, account, printer, patient_name,"
    " fiscal_code, printed, payload, state)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

constexpr auto select_given =
    "select recipe, patient, doctor, account, printer, patient_name, fiscal_code, payload, state"
    " from form where practice_id = $1 and recipe = $2 and not spoilt";

void tell_of(pqxx::transaction_base& tx, const std::string& practice, const std::string& code,
             bool cancels) {
  prepared(tx,
           "insert into entry (practice_id, code, account, cancels)"
           " select practice_id, code, account, $3 from form where practice_id = $1 and code = $2",
           practice, code, cancels);
}

/// A form that nobody was told of is void at once; another when the ministry has been told. Where
/// no file of ours can have brought it, a cancellation would wait for its protocol for ever: a
/// person looks.
const std::string void_it =
    "update form f set state = it.state, problem = case it.state when 'not_cancelled' then $3"
    "   else '' end from (select case when" +
    std::string(may_be_there) +
    "   then 'cancelling' when f.state in ('unconfirmed', 'refused', 'queued') then 'cancelled'"
    "   else 'not_cancelled' end as state from form f where f.practice_id = $1 and f.code = $2) it"
    " where f.practice_id = $1 and f.code = $2 and f.state not in ('cancelling', 'cancelled')"
    " returning f.state";

constexpr auto no_protocol =
    "non si conosce l'invio con cui questa ricetta è arrivata, e l'annullamento non può essere "
    "comunicato: cercarla sul sito Sistema TS e, se c'è, annullarla lì; poi indicare qui che non "
    "c'è più";

void make_void(pqxx::transaction_base& tx, const std::string& practice, const std::string& code) {
  prepared(
      tx,
      "delete from entry where practice_id = $1 and code = $2 and not cancels and batch is null",
      practice, code);
  const auto rows = prepared(tx, void_it, practice, code, no_protocol);
  if (!rows.empty() && std::string(rows[0][0].c_str()) == "cancelling") {
    tell_of(tx, practice, code, true);
  }
}

/// What came to nothing goes once more.
void queue_again(pqxx::transaction_base& tx, const std::string& practice, const std::string& code) {
  prepared(tx,
           "update form set state = 'queued', problem = '', remarks = ''"
           " where practice_id = $1 and code = $2",
           practice, code);
  tell_of(tx, practice, code, false);
}

void note(pqxx::transaction_base& tx, const std::string& practice, const std::string& code,
          State found_as, const Finding& finding) {
  prepared(tx,
           "insert into finding (practice_id, code, at, by_account, by_name, there, found_as)"
           " values ($1, $2, $3, $4, $5, $6, $7)",
           practice, code, finding.at.iso(), finding.by.value(), finding.by_name, finding.there,
           name_of(found_as));
}

/// As a person knows it; nothing is told.
void know(pqxx::transaction_base& tx, const std::string& practice, const std::string& code,
          State state) {
  prepared(tx, "update form set state = $3, problem = '' where practice_id = $1 and code = $2",
           practice, code, name_of(state));
}

Error settled_form() {
  return Error("red-form-settled", "di questa ricetta rossa non c'è niente da verificare",
               "aggiornare l'elenco delle ricette");
}

const std::string select_under_way =
    "select 1 from form f where f.practice_id = $1 and f.code = $2 and" + std::string(under_way);

}  // namespace

bool is_void(State state) {
  return state == State::cancelling || state == State::cancelled || state == State::not_cancelled;
}

Error unknown_form() {
  return Error("red-form-unknown", "questa ricetta non è stata stampata su ricetta rossa",
               "aggiornare l'elenco delle ricette");
}

Error void_form() {
  return Error("red-form-void", "questa ricetta rossa è annullata",
               "prescrivere di nuovo; una ricetta annullata non si ristampa");
}

std::optional<Form> FormStore::find(const std::string& practice, const Id& recipe) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, select_one, practice, recipe.value());
  });
  if (rows.empty()) return std::nullopt;
  return form_of(rows[0], surroundings_);
}

Form FormStore::add(const std::string& practice, const NewForm& form,
                    const std::string& spoilt_code, Instant at,
                    const std::function<void(pqxx::transaction_base&)>& sound) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    // Two who print one recipe at once take turns.
    postgres::take_turn(tx, practice, "print", form.recipe.value());
    prepared(tx, lock_one, practice, form.recipe.value());
    const auto there = prepared(tx, select_one, practice, form.recipe.value());
    if (!there.empty()) {
      const Form found = form_of(there[0], surroundings_);
      if (found.code != spoilt_code) return found;
      if (is_void(found.state)) throw void_form();  // since it was looked at
      make_void(tx, practice, spoilt_code);
      prepared(tx, "update form set spoilt = true where practice_id = $1 and code = $2", practice,
               spoilt_code);
    }
    sound(tx);
    const std::string code = BlockStore::take(tx, practice, form.doctor, form.printer);
    prepared(tx, insert_form, practice, code, form.recipe.value(), form.patient.value(),
             form.doctor.value(), form.account.value(), form.printer, form.patient_name,
             form.fiscal_code.value(), at.iso(), form.payload, name_of(form.state));
    return form_of(prepared(tx, select_one, practice, form.recipe.value())[0], surroundings_);
  });
}

Form FormStore::printed(const std::string& practice, const std::string& code, const Id& document) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto rows = prepared(tx,
                               "update form set document = $3 where practice_id = $1 and code = $2"
                               " and document is null returning state",
                               practice, code, document.value());
    // Only who wrote the document queues it: printed twice at once, told once.
    if (!rows.empty() && std::string(rows[0][0].c_str()) == "queued") {
      tell_of(tx, practice, code, false);
    }
    const auto found = prepared(tx, select_by_code, practice, code);
    if (found.empty()) throw unknown_form();
    return form_of(found[0], surroundings_);
  });
}

int32_t FormStore::note_printed(const std::string& practice, const std::vector<Id>& recipes,
                                Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    int64_t noted = 0;
    for (const Id& recipe : recipes) {
      noted += static_cast<int64_t>(
          prepared(tx,
                   "update form set put_on_paper = $3 where practice_id = $1 and recipe = $2"
                   " and not spoilt and document is not null",
                   practice, recipe.value(), at.iso())
              .affected_rows());
    }
    return static_cast<int32_t>(noted);
  });
}

NewForm FormStore::given(const std::string& practice, const Id& recipe) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, select_given, practice, recipe.value());
  });
  if (rows.empty()) throw unknown_form();
  const auto& row = rows[0];
  return {Id(row[0].c_str()),         Id(row[1].c_str()), Id(row[2].c_str()),
          Id(row[3].c_str()),         row[4].c_str(),     row[5].c_str(),
          FiscalCode(row[6].c_str()), row[7].c_str(),     named<State>(row[8].c_str())};
}

template <class Body>
Form FormStore::change(const std::string& practice, const Id& recipe, const std::string& asked,
                       Body&& body) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto rows = prepared(tx,
                               "select code from form where practice_id = $1 and recipe = $2"
                               " and case $3 when '' then not spoilt else code = $3 end for update",
                               practice, recipe.value(), asked);
    if (rows.empty()) throw unknown_form();
    const std::string code = rows[0][0].c_str();
    body(tx, code, form_of(prepared(tx, select_by_code, practice, code)[0], surroundings_));
    return form_of(prepared(tx, select_by_code, practice, code)[0], surroundings_);
  });
}

Form FormStore::cancel(const std::string& practice, const Id& recipe, const std::string& asked) {
  return change(practice, recipe, asked,
                [&](pqxx::transaction_base& tx, const std::string& code, const Form&) {
                  make_void(tx, practice, code);
                });
}

Form FormStore::confirm(const std::string& practice, const Id& recipe) {
  return change(practice, recipe, "",
                [&](pqxx::transaction_base& tx, const std::string& code, const Form& form) {
                  if (form.state != State::unconfirmed) return;
                  prepared(tx,
                           "update form set state = 'queued' where practice_id = $1 and code = $2",
                           practice, code);
                  if (!form.document.empty()) tell_of(tx, practice, code, false);
                });
}

Form FormStore::send_again(const std::string& practice, const Id& recipe,
                           const std::string& asked) {
  return change(practice, recipe, asked,
                [&](pqxx::transaction_base& tx, const std::string& code, const Form& form) {
                  if (form.spoilt || is_void(form.state)) throw void_form();
                  const bool open = form.state == State::refused || form.state == State::attention;
                  if (!open || !prepared(tx, select_under_way, practice, code).empty()) {
                    throw Error("red-form-settled",
                                "questa ricetta rossa non è da inviare di nuovo",
                                "aggiornare l'elenco delle ricette");
                  }
                  queue_again(tx, practice, code);
                });
}

Form FormStore::settle(const std::string& practice, const Id& recipe, const std::string& asked,
                       const Finding& finding) {
  return change(practice, recipe, asked,
                [&](pqxx::transaction_base& tx, const std::string& code, const Form& form) {
                  const bool failed = form.state == State::not_cancelled;
                  if (!failed && form.state != State::attention) throw settled_form();
                  const bool to_be_void = failed || form.spoilt;
                  if (!form.to_find) {
                    throw Error("red-form-under-way",
                                "non si sa ancora che cosa è stato dell'invio con questa ricetta",
                                "in «Ricette rosse», «Stato invii», indicare prima se l'invio è "
                                "arrivato");
                  }
                  note(tx, practice, code, form.state, finding);
                  if (to_be_void != finding.there) {
                    know(tx, practice, code, to_be_void ? State::cancelled : State::sent);
                    return;
                  }
                  to_be_void ? make_void(tx, practice, code) : queue_again(tx, practice, code);
                  // A person has looked: what is found of it in older files is not this one.
                  prepared(tx,
                           "update entry set looked = true where practice_id = $1 and code = $2"
                           " and batch is null",
                           practice, code);
                });
}

}  // namespace curante::red_recipes
