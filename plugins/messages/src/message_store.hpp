// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curante/postgres/pool.hpp"
#include "letter.hpp"
#include "surroundings.hpp"

namespace curante::messages {

/// A message to be queued.
struct NewMessage {
  Id key;
  bool carries_password = false;
  Channel channel = Channel::email;
  Id patient;
  std::string to;
  Content content;
  bool encrypted = false;
};

/// A queued message under lease: only its holder may settle it.
struct Claimed {
  Letter letter;        ///< without its content
  std::string payload;  ///< what it says, as `to_text` wrote it
  std::string lease;
  Id key;
  Id patient;
  int32_t attempts = 0;  ///< this one included
  int32_t doubts = 0;    ///< earlier tries that may have reached the other side
  bool last = false;     ///< its time is up: what cannot be sent now fails
};

/// The queue of messages. All state is in the database, so that a crash loses nothing; a lease that
/// runs out gives its row back, and so does a holder that is gone. Safe from several threads and
/// several hosts.
class MessageStore {
 public:
  /// `holder`: the name of the session that says that this host sends (Heartbeat); empty: nobody
  /// says so, and only a lease's end gives a message back.
  MessageStore(postgres::Pool& pool, const Surroundings& surroundings, std::string practice,
               int64_t lease_ms, int64_t give_up_ms, std::string holder = "");

  /// Queues all or, when the first's key is there already, none. The first message of that key.
  Message queue(const std::vector<NewMessage>& messages, Instant at);
  std::optional<Message> of_key(const Id& key);

  /// Takes the next message that is due. A password waits until what it opens has left.
  std::optional<Claimed> claim();
  /// Milliseconds until something may be due; nothing while nothing will be.
  std::optional<int64_t> next_due_ms();
  /// Records what came of a claimed message; nothing when its lease was lost meanwhile.
  std::optional<State> settle(const Claimed& claimed, const Attempt& attempt, Instant at);

  /// Those with one of the ids or keys, in the order in which they were queued.
  std::vector<Message> get(const std::vector<Id>& ids, const std::vector<Id>& keys = {});
  std::vector<Message> failed(int32_t limit);
  /// With the other half of a protected e-mail, when that has not left either. Throws
  /// Error{"message-unknown"}, Error{"message-settled"}.
  Message retry(const Id& id);
  /// Throws Error{"message-unknown"}.
  Message cancel(const Id& id, Instant at);

 private:
  Message one(pqxx::transaction_base& tx, const Id& id) const;

  postgres::Pool& pool_;
  const Surroundings& surroundings_;
  std::string practice_, holder_;
  int64_t lease_ms_, give_up_ms_;
};

}  // namespace curante::messages
