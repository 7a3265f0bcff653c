// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "neighbours.hpp"
#include "restore_finder.hpp"

namespace curante::prescribing {

/// Takes recipes from the electronic way to the red pad, or a white one to the doctor's own paper.
/// Leaving the outbox and becoming `printed`
/// is one transaction, before any form is asked for: whatever happens then, it is never sent. It
/// turns back only when no form can have been used. After a restore nobody knows that: a person is
/// asked, and until then it is neither printed nor sent. Safe from any thread and several hosts.
class PaperRoute {
 public:
  PaperRoute(const Host& host, const Neighbours& neighbours, postgres::Pool& pool)
      : host_(host), neighbours_(neighbours), pool_(pool) {}

  /// Within the transaction that issues a recipe: it goes on the red pad from the start.
  static void begin(pqxx::transaction_base& tx, const std::string& practice,
                    const recipe_transmitter::Recipe& recipe, const std::string& payload);
  /// Within the transaction that records a refusal: keeps the recipe of the outbox's row.
  static void keep_refused(pqxx::transaction_base& tx, const std::string& practice,
                           int64_t position, const std::string& lease);

  /// Within the transaction that doubts what waits since the database came back from a copy: holds
  /// what may have been printed since, as `holds` says.
  static void hold_waiting(pqxx::transaction_base& tx, const std::string& practice, Instant at,
                           RestoreFinder by);

  /// Takes the recipe off the electronic way and prints it. Throws what GoOnAsRed throws.
  void go(const CallContext& context, const Id& recipe, const Id& patient,
          const std::string& printer);
  /// Finishes what a host that ended had begun; what has no form yet waits, visibly, for a person.
  void go_on();
  /// Whether one is called printed of which a person is to be asked since a restore: the red room
  /// did not say whether it has a form when `go_on` asked.
  bool is_unasked(const std::string& practice);
  /// Voids the form of a printed recipe. False when it is not on paper any more: in doubt since the
  /// database came back, it is asked after, and taken back as `account` wishes.
  bool withdraw(const CallContext& context, const Id& recipe, const Id& account);

  /// Of a recipe that goes no way until a person says if it was printed, since the database came
  /// back from a copy: what it was on its way from; nothing of any other.
  std::optional<std::string> held_from(const std::string& practice, const Id& recipe);
  /// A person says that it was not: it is looked for at the service and sent, or can be printed if
  /// it was meant for paper. False when nobody was asked.
  bool was_not_printed(const CallContext& context, const Id& recipe,
                       recipe_transmitter::RecipeKind kind);

  /// Takes a white recipe off the electronic way in one transaction: what is left of it to do is
  /// its paper, which the outbox's workers have made. Throws what GoOnAsPaper throws.
  void go_white(const CallContext& context, const Id& recipe);
  /// A white one that is held is wished back: it is asked after, and taken back if it is there.
  /// True when it is taken back already: one that was refused no service has.
  bool take_back_held(const CallContext& context, const Id& recipe, const Id& account);

 private:
  /// A recipe that is being printed by `attempt`.
  struct Printing {
    Id recipe;
    Id patient;
    std::string attempt;
    std::string payload;
  };

  struct Leaving {
    Id recipe;
    Id patient;
    bool has_form;  ///< at the red room, which this copy of the database may not know
  };

  std::optional<Printing> leave(const std::string& practice, const Leaving& it, Instant at);
  void print(const CallContext& context, const Printing& it, const std::string& printer);
  /// Throws Error{"recipe-not-printable"} where the patient has another one since its refusal.
  void demand_no_other(const CallContext& context, const Id& recipe);
  /// Throws Error{"recipe-misdated"}: no form is spent on the day of a clock that was behind; and
  /// Error{"clock-behind"} while the clock is wrong, of one whose day nobody has proven.
  void demand_right_day(const CallContext& context, const Id& recipe);
  /// What a person is asked of one that may be on a form of which this copy of the database does
  /// not know; nothing of any other. Within a transaction that holds its row of the recipe.
  static std::optional<std::string> hold(pqxx::transaction_base& tx, const std::string& practice,
                                         const Id& recipe, Instant at);
  std::optional<std::string> hold_doubted(const CallContext& context, const Id& recipe);
  /// Ends by the statement `as` what a person was asked; false when nobody was.
  bool settle_held(const CallContext& context, const Id& recipe, const char* as,
                   const char* problem);
  void release_printed(const CallContext& context, const Id& recipe);
  /// Whether by a copy of the database it left the outbox for a form, and is asked after now. One
  /// that is wished back by somebody is so from the same moment on.
  bool ask_after_doubted(const CallContext& context, const Id& recipe, const Id& recalled_by);
  std::optional<red_recipes::Form> form_of(const CallContext& context, const Id& recipe) const;
  std::optional<std::string> void_form(const CallContext& context, const Id& recipe) const;
  void void_late_form(const Id& recipe) const;
  /// False when the recipe is not on its way to a form any more.
  bool arrive(const std::string& practice, const Printing& it, const red_recipes::Form& form,
              Instant at);
  void go_on_with(const CallContext& context, const Id& recipe, const Id& patient);
  static void say(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe,
                  const std::string& problem);
  void turn_back(const std::string& practice, const Printing& it, const std::string& problem,
                 Instant at);

  Host host_;
  const Neighbours& neighbours_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
