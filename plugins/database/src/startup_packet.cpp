// SPDX-License-Identifier: Apache-2.0
#include "startup_packet.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace curante::database {

namespace {

constexpr uint32_t protocol_3_0 = 196608, cancel_request = 80877102, ssl_request = 80877103,
                   gss_request = 80877104;
constexpr size_t cancel_size = 16, head_size = 8;

uint32_t number_at(std::string_view bytes, size_t at) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

std::string number(uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
  return out;
}

StartupPacket refused(std::string code, std::string message) {
  StartupPacket it;
  it.kind = StartupPacket::Kind::refused;
  it.code = std::move(code);
  it.message = std::move(message);
  return it;
}

StartupPacket malformed() {
  return refused("08P01", "malformed startup packet");
}

using Parameters = std::map<std::string_view, std::string_view>;

/// Name and value by turns, each ended by a zero octet, and one more at the very end.
std::optional<Parameters> parameters_in(std::string_view text) {
  if (text.empty() || text.back() != '\0') return std::nullopt;
  text.remove_suffix(1);
  Parameters found;
  const auto next = [&text]() -> std::optional<std::string_view> {
    const size_t end = text.find('\0');
    if (end == text.npos) return std::nullopt;
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end + 1);
    return word;
  };
  while (!text.empty()) {
    const auto name = next(), value = next();
    if (!name || !value || name->empty() || !found.emplace(*name, *value).second) {
      return std::nullopt;
    }
  }
  return found;
}

StartupPacket judge(const Parameters& parameters, const Admitted& admitted) {
  const auto value = [&](std::string_view name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string_view() : found->second;
  };
  if (value("user") != admitted.role) {
    return refused("28000", "only role \"" + admitted.role + "\" may connect here");
  }
  if (value("database") != admitted.database) {
    return refused("28000", "only database \"" + admitted.database + "\" may be reached here");
  }
  for (const auto& [name, text] : parameters) {
    const bool own = name == "user" || name == "database" || name == "application_name" ||
                     name == "client_encoding" || (name == "options" && text == connection_options);
    if (!own) {
      return refused("0A000", "the startup parameter \"" + std::string(name) +
                                  "\" is not allowed here; use SET after connecting");
    }
  }
  StartupPacket it;
  it.kind = StartupPacket::Kind::startup;
  return it;
}

}  // namespace

StartupPacket read_startup(std::string_view bytes, const Admitted& admitted) {
  if (bytes.size() < 4) return {};
  const size_t size = number_at(bytes, 0);
  if (size < head_size || size > longest_startup) return malformed();
  if (bytes.size() < size) return {};
  const uint32_t code = number_at(bytes, 4);
  StartupPacket it;
  if (code == ssl_request || code == gss_request) {
    if (size != head_size) return malformed();
    it.kind = StartupPacket::Kind::encryption;
  } else if (code == cancel_request) {
    if (size != cancel_size) return malformed();
    it.kind = StartupPacket::Kind::cancel;
    it.key = {number_at(bytes, 8), number_at(bytes, 12)};
  } else if (code == protocol_3_0) {
    const auto parameters = parameters_in(bytes.substr(head_size, size - head_size));
    it = parameters ? judge(*parameters, admitted) : malformed();
  } else {
    it = refused("0A000", "only protocol 3.0 is spoken here");
  }
  it.size = size;
  return it;
}

std::string error_response(std::string_view code, std::string_view message) {
  std::string fields;
  const auto add = [&fields](char type, std::string_view text) {
    fields += type;
    fields += text;
    fields += '\0';
  };
  add('S', "FATAL");
  add('V', "FATAL");
  add('C', code);
  add('M', message);
  fields += '\0';
  return "E" + number(static_cast<uint32_t>(fields.size() + 4)) + fields;
}

bool BackendKeyReader::take(std::string_view bytes) {
  constexpr size_t type_and_length = 5, whole_key = 13;
  while (!known_ && !bytes.empty()) {
    const size_t skipped = std::min<size_t>(to_skip_, bytes.size());
    bytes.remove_prefix(skipped);
    to_skip_ -= static_cast<uint32_t>(skipped);
    if (bytes.empty()) break;
    head_ += bytes.front();
    bytes.remove_prefix(1);
    if (head_.size() == type_and_length && head_[0] != 'K') {
      to_skip_ = std::max(number_at(head_, 1), 4u) - 4;
      head_.clear();
    } else if (head_.size() == whole_key) {
      key_ = {number_at(head_, 5), number_at(head_, 9)};
      known_ = true;
    }
  }
  return known_;
}

}  // namespace curante::database
