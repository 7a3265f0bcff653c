// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "messages.hpp"

namespace curante::messages {

/// What a message says; as JSON, what the database keeps of it until it has left.
struct Content {
  std::string subject;
  std::string text;
  std::vector<Attachment> attachments;
};
CURANTE_DESCRIBE(Content, subject, text, attachments);

/// A message on its way out.
struct Letter {
  Id id;  ///< its own: the same at each try, so that a second arrival can be recognised
  Channel channel = Channel::email;
  std::string to;
  Instant queued;
  Content content;
};

}  // namespace curante::messages
