// SPDX-License-Identifier: Apache-2.0
#include "mime.hpp"

#include <Poco/Net/MailMessage.h>
#include <Poco/Net/MailRecipient.h>
#include <Poco/Net/MediaType.h>
#include <Poco/Net/StringPartSource.h>
#include <Poco/Timestamp.h>

#include <sstream>

namespace curante::messages {

using Poco::Net::MailMessage;

namespace {

constexpr auto plain_text = "text/plain; charset=UTF-8";

/// Lines end in CR LF on the wire.
std::string with_wire_lines(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::string from_header(const MailSettings& from) {
  if (from.sender_name.empty()) return from.sender_address;
  const std::string name = MailMessage::encodeWord(from.sender_name);
  // An encoded word stands alone; anything else is quoted.
  if (name.substr(0, 2) == "=?") return name + " <" + from.sender_address + ">";
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\" <" + from.sender_address + ">";
}

}  // namespace

std::string mime_text(const Letter& letter, const MailSettings& from) {
  const std::string domain = from.sender_address.substr(from.sender_address.find('@') + 1);
  const std::string text = with_wire_lines(letter.content.text);
  MailMessage message;
  message.setSender(from_header(from));
  message.addRecipient({Poco::Net::MailRecipient::PRIMARY_RECIPIENT, letter.to});
  message.setSubject(MailMessage::encodeWord(letter.content.subject));
  message.setDate(Poco::Timestamp(letter.queued.ms * 1000));
  message.set("Message-ID", "<" + letter.id.value() + "@" + domain + ">");
  // No machine answers to it, and no holiday note comes back (RFC 3834).
  message.set("Auto-Submitted", "auto-generated");
  if (letter.content.attachments.empty()) {
    message.setContentType(plain_text);
    message.setContent(text, MailMessage::ENCODING_QUOTED_PRINTABLE);
  } else {
    message.addContent(new Poco::Net::StringPartSource(text, plain_text),
                       MailMessage::ENCODING_QUOTED_PRINTABLE);
  }
  for (const Attachment& it : letter.content.attachments) {
    message.addAttachment(
        it.file_name,
        new Poco::Net::StringPartSource(std::string(it.content.begin(), it.content.end()),
                                        it.media_type, it.file_name),
        MailMessage::ENCODING_BASE64);
  }
  std::ostringstream out;
  message.write(out);
  return out.str();
}

}  // namespace curante::messages
