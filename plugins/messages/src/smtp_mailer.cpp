// SPDX-License-Identifier: Apache-2.0
#include "smtp_mailer.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/Net/MailStream.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/String.h>
#include <fmt/format.h>

#include <sstream>

#include "mime.hpp"
#include "smtp_dialogue.hpp"
#include "tls_trust.hpp"

namespace curante::messages {
namespace {

/// Thrown to end a conversation with what it came to.
struct Ended {
  Attempt attempt;
};

constexpr std::string_view end_of_data = ".\r\n";

Attempt busy(const Reply& reply) {
  return Attempt::later(
      fmt::format("il server di posta chiede di riprovare più tardi (risposta {})", reply.status));
}
Attempt unexpected(const Reply& reply) {
  return Attempt::later(
      fmt::format("il server di posta dà una risposta inattesa ({})", reply.status));
}
Attempt rejected(const Reply& reply) {
  return Attempt::refused(
      fmt::format("il server di posta ha respinto il messaggio (risposta {}): consegnare in altro "
                  "modo",
                  reply.status));
}

/// A refusal of the practice and not of the patient's address or the content: signed in too late
/// or not at all, or not allowed to send through this server.
bool of_the_account(const Reply& reply) {
  switch (reply.status) {
    case 503:
    case 530:
    case 534:
    case 535:
    case 538:
      return true;
    default:
      return false;
  }
}
/// Servers say 554 or 550 where they do not relay; RFC 3463, 3.2 has 5.1.x for an address.
bool of_the_relay(const Reply& reply) {
  if (reply.words.rfind("5.1.", 0) == 0) return false;
  return reply.status == 554 ||
         (reply.for_good() && Poco::toLower(reply.words).find("relay") != std::string::npos);
}
Attempt account_trouble(const Reply& reply) {
  return Attempt::later(
      fmt::format("il server di posta non accetta di spedire per lo studio (risposta {}): "
                  "controllare smtp_user, smtp_password_file e sender_address",
                  reply.status));
}

std::string base64(const std::string& text) {
  std::ostringstream out;
  Poco::Base64Encoder encoder(out);
  encoder.rdbuf()->setLineLength(0);
  encoder << text;
  encoder.close();
  return out.str();
}

/// With its dots doubled at the start of lines, without the line that ends it.
std::string wire_form(const std::string& text) {
  std::ostringstream out;
  Poco::Net::MailOutputStream stream(out);
  stream << text;
  stream.close();
  std::string form = out.str();
  form.resize(form.size() - end_of_data.size());
  return form;
}

/// One conversation, step by step: which step is refused says who must do something about it.
class Conversation {
 public:
  Conversation(SmtpDialogue& dialogue, ConversationLimit& limit, const MailSettings& settings,
               const Poco::Net::Context::Ptr& tls)
      : dialogue_(dialogue), limit_(limit), settings_(settings), tls_(tls) {}

  void greet() {
    if (settings_.tls_at_once) dialogue_.secure(settings_.host, tls_);
    limit_.step();
    const Reply greeting = dialogue_.reply();
    if (!greeting.done()) throw Ended{unwilling(greeting)};
    std::string offers = hello();
    if (!settings_.tls_at_once) {
      start_tls(offers);
      offers = hello();
    }
    if (!settings_.user.empty()) sign_in(offers);
  }

  void name_both(const std::string& to) {
    Reply reply = dialogue_.command("MAIL FROM:<" + settings_.sender_address + ">");
    if (reply.for_now()) throw Ended{busy(reply)};
    if (reply.for_good()) {
      throw Ended{Attempt::later(fmt::format(
          "il server di posta rifiuta il mittente (risposta {}): correggere sender_address",
          reply.status))};
    }
    if (!reply.done()) throw Ended{unexpected(reply)};
    name_recipient(to);
    reply = dialogue_.command("DATA");
    if (reply.wants_more()) return;
    if (reply.for_now()) throw Ended{busy(reply)};
    if (of_the_account(reply) || of_the_relay(reply)) throw Ended{account_trouble(reply)};
    throw Ended{reply.for_good() ? rejected(reply) : unexpected(reply)};
  }

  /// Until the line that ends it is on its way nothing can have been taken.
  Attempt hand_over(const std::string& text) {
    limit_.hand_over();
    dialogue_.say(wire_form(text));
    limit_.await_acceptance();
    try {
      dialogue_.say(end_of_data);
      return judged(dialogue_.reply());
    } catch (const std::exception&) {
      return Attempt::unknown(
          limit_.over() ? "il server di posta non ha confermato il messaggio in tempo"
                        : "la connessione si è interrotta prima che il server di posta confermasse "
                          "il messaggio");
    }
  }

  void say_goodbye() {
    try {
      dialogue_.command("QUIT");
    } catch (const std::exception&) {
      // What was taken is taken, also from a server that does not say goodbye.
    }
  }

 private:
  static Attempt judged(const Reply& reply) {
    if (reply.done()) return Attempt::done();
    if (reply.for_now()) return busy(reply);
    if (of_the_account(reply)) return account_trouble(reply);
    if (reply.for_good()) return rejected(reply);
    Attempt attempt = unexpected(reply);
    attempt.may_have_left = true;
    return attempt;
  }

  void name_recipient(const std::string& to) {
    const Reply reply = dialogue_.command("RCPT TO:<" + to + ">");
    if (reply.done()) return;
    if (reply.for_now()) throw Ended{busy(reply)};
    if (of_the_account(reply) || of_the_relay(reply)) throw Ended{account_trouble(reply)};
    if (!reply.for_good()) throw Ended{unexpected(reply)};
    throw Ended{Attempt::refused(
        fmt::format("il server di posta rifiuta l'indirizzo del destinatario (risposta {}): "
                    "ricontrollarlo con il paziente",
                    reply.status))};
  }

  static Attempt unwilling(const Reply& reply) {
    return Attempt::later(
        fmt::format("il server di posta non accetta la connessione (risposta {})", reply.status));
  }

  std::string hello() {
    const std::string& address = settings_.sender_address;
    const std::string domain = address.substr(address.find('@') + 1);
    Reply reply = dialogue_.command("EHLO " + domain);
    if (reply.for_good()) reply = dialogue_.command("HELO " + domain);
    if (!reply.done()) throw Ended{unwilling(reply)};
    return Poco::toUpper(reply.words);
  }

  void start_tls(const std::string& offers) {
    if (offers.find("STARTTLS") == std::string::npos || !dialogue_.command("STARTTLS").done()) {
      throw Ended{Attempt::later(
          "il server di posta non offre STARTTLS: controllare smtp_port e smtp_security")};
    }
    dialogue_.secure(settings_.host, tls_);
  }

  void sign_in(const std::string& offers) {
    const bool plain = offers.find("PLAIN") != std::string::npos;
    const std::string& user = settings_.user;
    Reply reply = plain ? dialogue_.command("AUTH PLAIN " + base64(std::string(1, '\0') + user +
                                                                   '\0' + settings_.password))
                        : dialogue_.command("AUTH LOGIN");
    if (!plain && reply.wants_more()) reply = dialogue_.command(base64(user));
    if (!plain && reply.wants_more()) reply = dialogue_.command(base64(settings_.password));
    if (reply.done()) return;
    if (reply.for_now()) throw Ended{busy(reply)};
    throw Ended{Attempt::later(
        fmt::format("il server di posta non accetta utente o password (risposta {}): correggerli "
                    "nelle impostazioni della posta",
                    reply.status))};
  }

  SmtpDialogue& dialogue_;
  ConversationLimit& limit_;
  const MailSettings& settings_;
  const Poco::Net::Context::Ptr& tls_;
};

Attempt broken(const Poco::Exception& thrown, bool in_time) {
  if (certificate_refused(thrown)) {
    return Attempt::later(
        fmt::format("il certificato del server di posta non è valido: controllare smtp_host ({})",
                    thrown.name()));
  }
  if (!in_time) return Attempt::later("il server di posta non risponde in tempo");
  if (dynamic_cast<const Poco::Net::SSLException*>(&thrown) != nullptr) {
    return Attempt::later(
        fmt::format("la connessione cifrata con il server di posta non riesce o si è interrotta: "
                    "se si ripete controllare smtp_port e smtp_security ({})",
                    thrown.name()));
  }
  return Attempt::later(fmt::format("il server di posta non risponde ({})", thrown.name()));
}

}  // namespace

Attempt SmtpMailer::send(const Letter& letter) const {
  const std::string text = mime_text(letter, settings_);
  ConversationLimit limit(patience_, closing_);
  try {
    const Poco::Net::SocketAddress server(settings_.host, settings_.port);
    SmtpDialogue dialogue(limit.connect(server), limit);
    Conversation conversation(dialogue, limit, settings_, tls_);
    conversation.greet();
    conversation.name_both(letter.to);
    const Attempt attempt = conversation.hand_over(text);
    conversation.say_goodbye();
    return attempt;
  } catch (const Ended& e) {
    return e.attempt;
  } catch (const Poco::Exception& e) {
    return broken(e, !limit.over());
  }
}

}  // namespace curante::messages
