// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "rules/email_address.hpp"

namespace curante::messages {
namespace {

[[noreturn]] void wrong(const char* name, const std::string& what) {
  throw Error("messages-settings", fmt::format("the setting {} of curante.messages {}", name, what),
              "correct it in the practice's site file; plugins/messages/README.md explains it");
}

/// One line of a file that only its owner may read; nothing without a file's name.
std::string secret_of(const std::string& file) {
  if (file.empty()) return "";
  constexpr mode_t others = S_IRWXG | S_IRWXO;
  struct stat found {};
  std::string secret;
  std::ifstream in(file);
  if (stat(file.c_str(), &found) == 0 && S_ISREG(found.st_mode) && (found.st_mode & others) == 0 &&
      std::getline(in, secret) && !secret.empty()) {
    return secret;
  }
  throw Error(
      "messages-secret", "the file " + file + " cannot be read, is empty, or is open to others",
      "write the secret alone into it, give it to the host's user and set its mode to 0600");
}

int64_t within(const Host& host, const char* name, int64_t usual, int64_t least, int64_t most) {
  const int64_t value = host.setting_int(name, usual);
  if (value < least || value > most) wrong(name, fmt::format("goes from {} to {}", least, most));
  return value;
}

MailSettings mail_settings(const Host& host) {
  MailSettings it;
  it.host = host.setting("smtp_host");
  if (!it.on()) return it;
  const std::string security = host.setting("smtp_security", "starttls");
  if (security != "starttls" && security != "tls") wrong("smtp_security", "is starttls or tls");
  it.tls_at_once = security == "tls";
  it.port = static_cast<uint16_t>(within(host, "smtp_port", it.tls_at_once ? 465 : 587, 1, 65535));
  it.user = host.setting("smtp_user");
  it.password = secret_of(host.setting("smtp_password_file"));
  if (it.user.empty() != it.password.empty()) {
    wrong("smtp_user", "and smtp_password_file go together");
  }
  try {
    it.sender_address = EmailAddress(host.setting("sender_address")).value();
  } catch (const Error&) {
  }
  if (it.sender_address.empty()) wrong("sender_address", "is no e-mail address");
  it.sender_name = host.setting("sender_name");
  const auto control = [](unsigned char c) { return c < ' '; };
  if (std::any_of(it.sender_name.begin(), it.sender_name.end(), control)) {
    wrong("sender_name", "is not one line of text");
  }
  return it;
}

SmsSettings sms_settings(const Host& host) {
  SmsSettings it;
  it.url = host.setting("sms_url");
  if (!it.on()) return it;
  try {
    const Poco::URI uri(it.url);
    if (uri.getScheme() != "https" || uri.getHost().empty()) it.url.clear();
  } catch (const Poco::Exception&) {
    it.url.clear();
  }
  if (!it.on()) wrong("sms_url", "is no https address");
  it.secret = secret_of(host.setting("sms_secret_file"));
  if (it.secret.empty()) wrong("sms_secret_file", "is missing");
  it.sender = host.setting("sms_sender");
  return it;
}

void read_times(const Host& host, Settings& it) {
  constexpr int64_t longest_lease_ms = 7'200'000;
  Patience& patience = it.patience;
  patience.step_ms = within(host, "timeout_ms", patience.step_ms, 100, 60'000);
  patience.acceptance_ms = within(host, "acceptance_ms", patience.acceptance_ms, 100, 1'800'000);
  const int64_t least = patience.least_lease_ms();
  it.lease_ms = host.setting_int("lease_ms", least);
  if (it.lease_ms >= least && it.lease_ms <= longest_lease_ms) return;
  wrong(
      "lease_ms",
      fmt::format("goes from {} to {}: with timeout_ms {} and acceptance_ms {} a conversation may "
                  "last {}, and a shorter lease would let another host send the same message",
                  least, longest_lease_ms, patience.step_ms, patience.acceptance_ms,
                  patience.longest_ms()));
}

}  // namespace

Settings read_settings(const Host& host) {
  constexpr int64_t hour_ms = 3'600'000;
  Settings it;
  it.mail = mail_settings(host);
  it.sms = sms_settings(host);
  it.ca_file = host.setting("ca_file");
  read_times(host, it);
  it.give_up_ms = hour_ms * within(host, "give_up_hours", 24, 1, 240);
  const std::string plain = host.setting("plain_attachments", "false");
  if (plain != "true" && plain != "false") wrong("plain_attachments", "is true or false");
  it.plain_attachments = plain == "true";
  return it;
}

}  // namespace curante::messages
