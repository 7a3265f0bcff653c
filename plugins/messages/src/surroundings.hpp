// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "attempt.hpp"
#include "clock.hpp"
#include "curante/context.hpp"
#include "letter.hpp"

namespace curante::messages {

/// What this room asks of others, as functions, so that its parts can be tested without a host. All
/// are called from any thread and may throw Error.
struct Surroundings {
  using Context = const CallContext&;

  std::function<clock::Reading(Context)> now;
  /// Throws only before anything can have left.
  std::function<Attempt(const Letter&)> send;
  std::function<void(Context, const MessageChanged&)> tell;

  std::function<std::string(const Content&)> to_text;
  std::function<Content(const std::string&)> content_of;
  std::function<std::string(const MessageRecord&)> message_to_text;
  std::function<MessageRecord(const std::string&)> message_of;
  std::function<std::string(const AddressRecord&)> address_to_text;
  std::function<AddressRecord(const std::string&)> address_of;
};

}  // namespace curante::messages
