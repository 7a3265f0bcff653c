// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "prescribing.hpp"
#include "wrong_day.hpp"

namespace curante::prescribing {

enum class Kind { submit, withdraw, document };

/// A row of the outbox under lease: only its holder may settle it.
struct Claimed {
  int64_t position = 0;
  std::string lease;
  Kind kind = Kind::submit;
  Id recipe;
  Id account;
  Id prescription;
  Id patient;
  std::string payload;     ///< the recipe as it is sent, JSON
  std::string receipt;     ///< of the acceptance, for a document
  int32_t attempts = 0;    ///< this one included
  bool uncertain = false;  ///< an earlier request may have reached the service
  bool recalled = false;   ///< somebody wishes the recipe taken back as soon as that can be
  wrong_day::Day day = {};
  /// The number of which a person was asked whether the service has it, empty: of none; nothing:
  /// nobody was asked. And whether that person is offered to decide it.
  std::optional<std::string> asked = {};
  bool undecided = false;
  bool more = false;  ///< other rows could have been taken just then
};

/// What a recipe becomes, and why.
struct Progress {
  State state = State::waiting;
  Instant at;
  Nre nre;
  std::string authentication_code;
  std::string reasons;  ///< JSON, or empty
  std::string problem;  ///< in Italian, or empty
  std::string white_number = {};
  std::string white_pin = {};
  bool undecided = false;  ///< a person is asked: of `nre`, or of any number when it is empty
  bool asks = false;       ///< a person should look for it, whether or not they can decide it
};

/// The queue of what must leave the house. All state is in the database, so that a crash loses
/// nothing; a lease that runs out gives its row back. Safe from several threads and several hosts.
///
/// Whoever locks several rows of one recipe does so in this order: outbox, recipe, paper.
class Outbox {
 public:
  Outbox(postgres::Pool& pool, std::string practice, int64_t lease_ms);

  /// Takes the next row that is due. Rows of one account begin in order, several at a time; one of
  /// whose patient an earlier row is still queued is not taken, and none behind a row that waits
  /// for the service.
  std::optional<Claimed> claim();
  /// Milliseconds until something may be due; nothing while nothing will be.
  std::optional<int64_t> next_due_ms();

  // Each settles a claimed row and its recipe in one transaction; false when the lease was lost
  // meanwhile, and then nothing is written: whoever holds the row settles it. Those which take
  // `progress` as theirs to change put into it what was recorded: somebody may have wished the
  // recipe taken back while it was asked for.

  /// The row is done with.
  bool finish(const Claimed& row, const Progress& progress);
  /// The recipe was accepted: what is left to do is its document. The lease stays.
  bool accept(const Claimed& row, Progress& progress, const std::string& receipt);
  /// The recipe was accepted and its document is there: `accept` and `document_made` in one. False
  /// also when somebody wished it taken back meanwhile.
  bool accept_with_document(const Claimed& row, const Progress& progress, const Id& document);
  /// What is on record of the recipe by then, for who tells of it: its state, number and problem.
  std::optional<Progress> document_made(const Claimed& row, const Id& document, Instant at);
  bool postpone_document(const Claimed& row, const std::string& problem, int64_t wait_ms);
  /// Nothing was taken; try again after `wait_ms`. Later rows of the account wait behind it.
  /// `held`: it is due as soon as the service answers another.
  bool postpone(const Claimed& row, Progress& progress, int64_t wait_ms, bool held = false);
  /// The outcome is not known: ask again after `wait_ms`, while later rows go on.
  bool ask_again(const Claimed& row, Progress& progress, int64_t wait_ms, bool held = false);
  /// A person must act first; nothing was taken.
  /// `doubt`: a request may have reached the service all the same.
  bool park(const Claimed& row, Progress& progress, bool doubt = false);

  /// Keeps what was found of its recipe's day.
  void keep_day(const Claimed& row, const wrong_day::Judgement& judgement);

  /// Gives a row back whose outcome could not be recorded; it is due again soon.
  void give_back(const Claimed& row);

  /// Locks a recipe's rows of the outbox, for who will lock its other rows too.
  static void lock(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe);
  /// Begins a withdrawal. `withdrawn` when nothing had been sent yet: then it is done with. Of one
  /// in doubt the wish is kept: it is never sent again, and annulled as soon as it is known to be
  /// there. Throws Error{"recipe-not-withdrawable"}.
  State withdraw(const Id& recipe, const Id& account, Instant at);
  /// Makes a row due now, and its waits short again; what a person was asked stays. False when the
  /// recipe has none left.
  bool hurry(const Id& recipe, Instant at);
  /// The service is back: what waits for it is due now. How often an outcome was asked after in
  /// vain stays: a service that comes and goes must not keep it from a person for ever.
  void hurry_all();
  /// The service answers: what waits for that is due now, whichever host it waits on.
  void hurry_held();
  /// By a copy of the database nothing of these left the house, and since then it may have: nothing
  /// is taken back as unsent any more, and none that was refused, or would turn back from paper, is
  /// printed before a person has said that it was not.
  static void doubt_all(pqxx::transaction_base& tx, const std::string& practice);
  /// Rows that a person's act lets go on, of one account or of all (empty); their recipes.
  std::vector<Id> resume(const Id& account, Instant at);
  /// Frees what a host that surely died had taken. How many rows that was.
  int64_t free_dead_leases();

 private:
  /// Keeps the wish to take back a recipe that may be at the service.
  State recall(pqxx::transaction_base& tx, const Id& recipe, const Id& account, Instant at) const;
  /// Of a row that is being settled somebody came to wish its recipe taken back.
  void heed_recall(pqxx::transaction_base& tx, const Claimed& row, Progress& progress,
                   const Id& account) const;
  void queue_withdrawal(pqxx::transaction_base& tx, const Id& recipe, const Id& account) const;
  bool settle(const Claimed& row, Progress& progress, const std::string& row_sql,
              const std::string& argument, std::optional<bool> held = {});
  /// Notes what else is to be known of a row that goes on waiting.
  void note_waiting(pqxx::transaction_base& tx, const Claimed& row, const Progress& progress,
                    bool held) const;
  void update_recipe(pqxx::transaction_base& tx, const Id& recipe, const Progress& progress) const;

  postgres::Pool& pool_;
  std::string practice_;
  int64_t lease_ms_;
  std::string holder_;
};

}  // namespace curante::prescribing
