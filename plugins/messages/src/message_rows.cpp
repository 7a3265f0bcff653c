// SPDX-License-Identifier: Apache-2.0
#include "message_rows.hpp"

namespace curante::messages {

Message message_of(const pqxx::row& row) {
  Message it;
  it.id = Id(row[0].c_str());
  it.key = Id(row[1].c_str());
  it.channel = channel_of(row[2].c_str());
  it.patient = Id(row[3].c_str());
  it.to_hint = hint_of(it.channel, row[4].c_str());
  boost::describe::enum_from_string(row[5].c_str(), it.state);
  it.problem = row[6].c_str();
  it.attempts = row[7].as<int32_t>();
  it.queued = Instant{row[8].as<int64_t>()};
  if (!row[9].is_null()) it.settled = Instant{row[9].as<int64_t>()};
  it.carries_password = row[10].as<int>() == 2;
  it.encrypted = row[11].as<bool>();
  return it;
}

std::string hint_of(Channel channel, const std::string& address) {
  if (channel == Channel::sms) {
    if (address.size() < 7) return "…";
    return address.substr(0, 3) + " … " + address.substr(address.size() - 3);
  }
  const size_t at = address.find('@');
  if (at == std::string::npos || at == 0) return "…";
  if (at == 1) return "…" + address.substr(at);
  return address.substr(0, 1) + "…" + address.substr(at - 1);
}

Channel channel_of(const char* name) {
  return std::string_view(name) == "sms" ? Channel::sms : Channel::email;
}

const char* name_of(Channel channel) {
  return channel == Channel::sms ? "sms" : "email";
}

std::string uuid_array(const std::vector<Id>& ids) {
  std::string text = "{";
  for (const Id& id : ids) text += (text.size() > 1 ? "," : "") + id.value();
  return text + "}";
}

}  // namespace curante::messages
