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
  bool accepted = true;  ///< else it is not to be delivered
};

/// Recipes of one prescription that go to its patient in one message.
struct Batch {
  Id key;  ///< of the request at messages/1: on disk before it is asked for
  std::string mode;
  Id prescription;
  Id patient;
  Id doctor;  ///< holder
  Date issued;
  std::vector<Handed> recipes;
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

  /// A person wants it delivered (again). Nothing new for a request that is there, nor while the
  /// same way is still on its way.
  void ask(const Id& recipe, const std::string& mode, const Id& request, const Id& account,
           Instant at);

  /// Gives what is due and accepted a batch, together with the others of its prescription, and
  /// drops what is not to be delivered any more.
  void form_batches();
  /// A batch whose turn it is; nothing when there is none.
  std::optional<Batch> next();
  /// Milliseconds until something may be due; nothing while nothing will be.
  std::optional<int64_t> next_due_ms();

  // What came of asking messages/1 for a batch.
  void handed(const Id& batch, const Id& message);
  void refused(const Id& batch, const std::string& problem, Instant at);
  void postpone(const Id& batch, const std::string& problem, int64_t wait_ms);
  /// Nothing of it is to be delivered.
  void drop(const Id& batch);

  /// Messages that messages/1 still has to send.
  std::vector<Id> open_messages();
  /// Those with a recipe that is not accepted (any more).
  std::vector<Id> withdrawn_messages();
  /// Records what became of a message; its recipes that changed with it. A cancelled one gives its
  /// recipes back, to go without the one that was withdrawn.
  std::vector<Id> record(const messages::Message& message);

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
