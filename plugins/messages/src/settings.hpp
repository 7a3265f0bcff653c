// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "curante/host.hpp"
#include "patience.hpp"

namespace curante::messages {

/// The practice's own mail account. Without a host there is none.
struct MailSettings {
  std::string host;
  uint16_t port = 587;
  bool tls_at_once = false;  ///< else STARTTLS, which is never done without
  std::string user, password;
  std::string sender_address, sender_name;

  bool on() const { return !host.empty(); }
};

/// A gateway that takes SMS over HTTPS (README). Without an address there is none.
struct SmsSettings {
  std::string url;
  std::string secret;
  std::string sender;  ///< what the telephone shows: a number, or at most 11 letters and digits

  bool on() const { return !url.empty(); }
};

struct Settings {
  MailSettings mail;
  SmsSettings sms;
  std::string ca_file;  ///< certificates to trust instead of the system's
  Patience patience;
  /// Never shorter than the longest conversation: else another host would send the same.
  int64_t lease_ms = Patience{}.least_lease_ms();
  int64_t give_up_ms = 86'400'000;  ///< what has not left after that fails
  bool plain_attachments = false;   ///< where the patient's wish is on record
};

/// Reads and checks them. Throws Error{"messages-settings"} and, where others could read a file
/// with a secret, Error{"messages-secret"}.
Settings read_settings(const Host& host);

}  // namespace curante::messages
