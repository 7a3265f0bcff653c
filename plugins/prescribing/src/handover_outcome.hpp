// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "messages.hpp"

namespace curante::prescribing {

/// What became of a delivery, as the messages of its batch tell: the first and, of a protected
/// e-mail, the password that follows it. Without its password an e-mail is of no use.
struct HandoverOutcome {
  enum class Standing {
    on_its_way,
    sent,
    failed,
    came_back,          ///< nothing has left
    password_came_back  ///< what it opens has left, and cannot be opened
  };
  Standing standing = Standing::on_its_way;
  std::string problem;  ///< why it waits or failed, in Italian
  std::optional<Instant> settled;
};

/// `parts` are of one key, the first among them.
HandoverOutcome outcome_of(const std::vector<messages::Message>& parts);

/// The first message of a key; nothing when it is not among `parts`.
const messages::Message* first_of(const std::vector<messages::Message>& parts);
/// The password that follows the first; nothing when there is none.
const messages::Message* password_of(const std::vector<messages::Message>& parts);

}  // namespace curante::prescribing
