// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curante/postgres/pool.hpp"
#include "messages.hpp"
#include "prescribing.hpp"

namespace curante::prescribing {

/// A recipe that goes in a message.
struct Handed {
  Id recipe;
  Id document;
  std::string number;  ///< NRE or NRBE
  bool white = false;
  Id doctor;  ///< holder
  Date issued;
  bool wanted = true;  ///< accepted, and by nobody's later wish delivered otherwise
};

/// Recipes that go to their patient in one message: those of one prescription that go the same way,
/// or those that a person has put together.
struct Batch {
  Id key;  ///< of the request at messages/1: on disk before it is asked for
  std::string mode;
  Id patient;
  std::vector<Handed> recipes;

  /// The recipes that are to be delivered.
  std::vector<Id> wanted() const;
};

/// What a person asks for.
struct Wish {
  Id recipe;
  std::string mode;
  std::string destination;  ///< of its message and its password (reach.hpp); empty: by hand
  Id request;
  Id account;
  Instant at;
};

/// Recipes of one patient that a person wants in one e-mail.
struct JointWish {
  std::vector<Id> recipes;
  std::string mode;
  std::string destination;
  Id request;
  Id account;
};

/// Where recipes stand on their way to their patients. All state is in the database; what is asked
/// of messages/1 has a key of its own, so that asking again after a crash asks for the same. Safe
/// from several threads and several hosts.
class HandoverStore {
 public:
  HandoverStore(postgres::Pool& pool, std::string practice)
      : pool_(pool), practice_(std::move(practice)) {}

  /// Within the transaction that issues the recipe.
  static void begin(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe,
                    const std::string& mode, const Id& author);

  /// What is to happen to messages of earlier deliveries that may not have left yet.
  enum class Earlier { comes_back_first, may_leave };
  /// A person wants it delivered (again). Nothing new for a request that is there, nor while the
  /// same way to the same place is still on its way. Answers the batches that have to come back
  /// first; then nothing was written.
  std::vector<Id> ask(const Wish& wish, Earlier earlier = Earlier::comes_back_first);
  /// The same for all of these at once. What is due of a batch in `stopped` has come back. Throws
  /// Error{"delivery-request-reused"}.
  std::vector<Id> ask_together(const JointWish& wish, const std::vector<Id>& stopped);
  /// It does not wait for a message of this batch any more; nothing if it has been handed over.
  void leave(const Id& recipe, const Id& batch);

  /// Gives what is due and accepted a batch, together with the others of its prescription, and
  /// drops what is not to be delivered any more.
  void form_batches();
  /// A batch whose turn it is; nothing when there is none.
  std::optional<Batch> next();
  /// Milliseconds until something may be due; nothing while nothing will be.
  std::optional<int64_t> next_due_ms();

  /// Where the batch goes: on disk before messages/1 is asked.
  void note_destination(const Id& batch, const std::string& destination);

  // What came of asking messages/1 for a batch.
  /// The message has these recipes in it; others leave the batch. False when one of them is no
  /// longer to go in it: then the message is to be stopped.
  bool handed(const Id& batch, const Id& message, const std::vector<Id>& in_it);
  void refused(const Id& batch, const std::string& problem, Instant at);
  /// It is tried again after a moment, until a day has passed: then it has failed.
  struct Postponed {
    std::string waits;     ///< problem while it is tried again
    std::string gives_up;  ///< problem when it is not any more
    Instant at;
  };
  void postpone(const Id& batch, const Postponed& why);
  /// Nothing of it is to be delivered.
  void drop(const Id& batch);

  /// Batches of which messages/1 may have something to tell: on their way, or failed.
  std::vector<Id> open_batches();
  /// Those of them with a recipe that is not accepted (any more), or that a person wants delivered
  /// otherwise since.
  std::vector<Id> obsolete_batches();
  /// Records what became of the messages of a batch; its recipes that changed with it. One that
  /// came back gives its recipes back, to go without those that are not wanted; those that a
  /// person has put together stay together.
  std::vector<Id> record(const std::vector<messages::Message>& parts);
  /// messages/1 knows nothing of a batch that it took: a person must deliver its recipes again.
  std::vector<Id> lost(const Id& batch, Instant at);

 private:
  postgres::Pool& pool_;
  std::string practice_;
};

/// The last delivery of recipe `r`, for a select that `read_delivery` reads from column `first` on.
extern const std::string delivery_columns;
extern const std::string delivery_join;
constexpr int delivery_column_count = 4;
void read_delivery(const pqxx::row& row, int first, RecipeView& view);

}  // namespace curante::prescribing
