// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace curante::messages {

/// How long the other side of a conversation is waited for, in milliseconds.
struct Patience {
  int64_t step_ms = 20'000;  ///< for each step until all is said
  /// For a message to go over the line, and again for the answer to its end. Who hangs up earlier
  /// than the 10 minutes of RFC 5321, 4.5.3.2.6 sends a mail again that a slow filter then accepts.
  int64_t acceptance_ms = 600'000;

  /// After that nothing goes out any more (ConversationLimit sees to it). 16 steps: the name
  /// looked up, connected, greeting, EHLO, HELO, STARTTLS, handshake, EHLO, HELO, AUTH, user,
  /// password, MAIL, RCPT, DATA, QUIT.
  int64_t longest_ms() const { return 16 * step_ms + 2 * acceptance_ms; }
  /// What a lease must last: a conversation, and its outcome written down.
  int64_t least_lease_ms() const { return longest_ms() + 10'000; }
};

}  // namespace curante::messages
