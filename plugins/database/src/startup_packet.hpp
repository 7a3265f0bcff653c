// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace curante::database {

/// Who may come in, and to which database.
struct Admitted {
  std::string role, database;
};

/// The key by which a client has a query of its own cancelled.
struct BackendKey {
  uint32_t process = 0, secret = 0;
  friend auto operator<=>(const BackendKey&, const BackendKey&) = default;
};

/// What a client of PostgreSQL's protocol says first.
struct StartupPacket {
  enum class Kind {
    incomplete,  ///< more octets must come
    encryption,  ///< asks whether TLS or GSSAPI is spoken
    cancel,      ///< asks to cancel the query of `key`
    startup,     ///< asks to come in, as one may
    refused,     ///< anything else: `code` and `message` say why
  };
  Kind kind = Kind::incomplete;
  size_t size = 0;  ///< octets of the packet
  BackendKey key;
  std::string code;  ///< five letters as PostgreSQL's clients know them
  std::string message;
};

/// A startup packet that is longer is refused.
inline constexpr size_t longest_startup = 4096;

/// Reads the packet at the start of `bytes`. It is let through only when PostgreSQL cannot read it
/// in another way than this does: protocol 3.0, no parameter twice (PostgreSQL takes the last), the
/// admitted role and database, and besides them only what database/1's connection strings hold. A
/// plugin that wants other settings has SET; `replication` and unknown parameters are nobody's.
StartupPacket read_startup(std::string_view bytes, const Admitted& admitted);

/// The message by which a server refuses a connection.
std::string error_response(std::string_view code, std::string_view message);

/// The key in what a server says to a client that came in: finds it without keeping anything else.
class BackendKeyReader {
 public:
  /// Takes the next octets from the server. True once the key is known.
  bool take(std::string_view bytes);
  const BackendKey& key() const { return key_; }

 private:
  std::string head_;      ///< type and length of a message, and of the key's its content
  uint32_t to_skip_ = 0;  ///< octets that are left of another message
  bool known_ = false;
  BackendKey key_;
};

/// The options in the connection strings that database/1 gives. A lock that somebody holds for ever
/// must end in an error, not in a host that hangs.
inline constexpr std::string_view connection_options =
    "-c client_min_messages=warning -c lock_timeout=30000";

}  // namespace curante::database
