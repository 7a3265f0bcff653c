// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "messages.hpp"

/// How this room's values look in SQL.
namespace curante::messages {

/// What `message_of` reads.
inline constexpr auto message_columns =
    "m.id, m.key, m.channel, m.patient, m.recipient, m.state, m.problem, m.attempts,"
    " (extract(epoch from m.queued) * 1000)::bigint,"
    " (extract(epoch from m.settled) * 1000)::bigint, m.part, m.encrypted";

Message message_of(const pqxx::row& row);

/// Enough of an address to recognise it: "m…i@example.it", "+39 … 567".
std::string hint_of(Channel channel, const std::string& address);

Channel channel_of(const char* name);
const char* name_of(Channel channel);

/// A list of ids for `any($1::uuid[])`.
std::string uuid_array(const std::vector<Id>& ids);

}  // namespace curante::messages
