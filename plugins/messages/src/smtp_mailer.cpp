// SPDX-License-Identifier: Apache-2.0
#include "smtp_mailer.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <fmt/format.h>

#include <sstream>

#include "mime.hpp"

namespace curante::messages {

using Poco::Net::SMTPClientSession;
using Poco::Net::SMTPException;

namespace {

/// Thrown to end a conversation with what it came to.
struct Ended {
  Attempt attempt;
};

bool for_now(int status) {
  return status / 100 == 4;
}
Attempt busy(int status) {
  return Attempt::later(
      fmt::format("il server di posta chiede di riprovare più tardi (risposta {})", status));
}

/// One conversation, step by step: which step is refused says who must do something about it.
class Conversation : public SMTPClientSession {
 public:
  Conversation(const Poco::Net::StreamSocket& socket, const MailSettings& settings,
               Poco::Net::Context::Ptr tls)
      : SMTPClientSession(socket), settings_(settings), tls_(std::move(tls)) {}

  void greet() {
    open();
    std::string offers = hello();
    if (!settings_.tls_at_once) {
      start_tls(offers);
      offers = hello();
    }
    if (!settings_.user.empty()) sign_in(offers);
  }

  void name_both(const std::string& to) {
    std::string words;
    int status = sendCommand("MAIL FROM:<" + settings_.sender_address + ">", words);
    if (for_now(status)) throw Ended{busy(status)};
    if (!isPositiveCompletion(status)) {
      throw Ended{Attempt::later(fmt::format(
          "il server di posta rifiuta il mittente (risposta {}): correggere sender_address",
          status))};
    }
    status = sendCommand("RCPT TO:<" + to + ">", words);
    if (for_now(status)) throw Ended{busy(status)};
    if (!isPositiveCompletion(status)) {
      throw Ended{Attempt::refused(
          fmt::format("il server di posta rifiuta l'indirizzo del destinatario (risposta {}): "
                      "ricontrollarlo con il paziente",
                      status))};
    }
    status = sendCommand("DATA", words);
    if (for_now(status)) throw Ended{busy(status)};
    if (!isPositiveIntermediate(status)) throw Ended{rejected(status)};
  }

  Attempt hand_over(const std::string& text) {
    try {
      std::istringstream in(text);
      sendMessage(in);
      return Attempt::done();
    } catch (const SMTPException& e) {
      if (for_now(e.code())) return busy(e.code());
      if (isPermanentNegative(e.code())) return rejected(e.code());
      return Attempt::unknown("il server di posta non ha confermato il messaggio: si riprova");
    } catch (const Poco::Exception&) {
      return Attempt::unknown("la posta si è interrotta durante l'invio: si riprova");
    }
  }

 private:
  static Attempt rejected(int status) {
    return Attempt::refused(fmt::format(
        "il server di posta ha respinto il messaggio (risposta {}): consegnare in altro modo",
        status));
  }

  std::string hello() {
    const std::string& address = settings_.sender_address;
    std::string offers;
    login(address.substr(address.find('@') + 1), offers);
    return offers;
  }

  void start_tls(const std::string& offers) {
    std::string words;
    if (offers.find("STARTTLS") == std::string::npos ||
        !isPositiveCompletion(sendCommand("STARTTLS", words))) {
      throw Ended{Attempt::later(
          "il server di posta non offre STARTTLS: controllare smtp_port e smtp_security")};
    }
    Poco::Net::SecureStreamSocket secured(
        Poco::Net::SecureStreamSocket::attach(socket(), settings_.host, tls_));
    socket() = secured;
  }

  void sign_in(const std::string& offers) {
    try {
      if (offers.find("PLAIN") != std::string::npos) {
        loginUsingPlain(settings_.user, settings_.password);
      } else {
        loginUsingLogin(settings_.user, settings_.password);
      }
    } catch (const SMTPException& e) {
      if (for_now(e.code())) throw Ended{busy(e.code())};
      throw Ended{Attempt::later(
          fmt::format("il server di posta non accetta utente o password (risposta {}): correggerli "
                      "nelle impostazioni della posta",
                      e.code()))};
    }
  }

  const MailSettings& settings_;
  Poco::Net::Context::Ptr tls_;
};

Poco::Net::StreamSocket connected(const MailSettings& settings, const Poco::Net::Context::Ptr& tls,
                                  int timeout_ms) {
  const Poco::Timespan limit(timeout_ms * 1000LL);
  Poco::Net::StreamSocket plain;
  plain.connect(Poco::Net::SocketAddress(settings.host, settings.port), limit);
  plain.setReceiveTimeout(limit);
  plain.setSendTimeout(limit);
  if (!settings.tls_at_once) return plain;
  return Poco::Net::SecureStreamSocket::attach(plain, settings.host, tls);
}

}  // namespace

Attempt SmtpMailer::send(const Letter& letter) const {
  const std::string text = mime_text(letter, settings_);
  try {
    Conversation conversation(connected(settings_, tls_, timeout_ms_), settings_, tls_);
    conversation.setTimeout(Poco::Timespan(timeout_ms_ * 1000LL));
    conversation.greet();
    conversation.name_both(letter.to);
    const Attempt attempt = conversation.hand_over(text);
    try {
      conversation.close();
    } catch (const Poco::Exception&) {
      // What was taken is taken, also from a server that does not say goodbye.
    }
    return attempt;
  } catch (const Ended& e) {
    return e.attempt;
  } catch (const Poco::Net::SSLException& e) {
    return Attempt::later(
        "il certificato del server di posta non è valido: controllare smtp_host (" +
        std::string(e.name()) + ")");
  } catch (const SMTPException& e) {
    return Attempt::later(
        fmt::format("il server di posta non accetta la connessione (risposta {})", e.code()));
  } catch (const Poco::Exception& e) {
    return Attempt::later(std::string("il server di posta non risponde (") + e.name() +
                          "): si riprova da sé");
  }
}

}  // namespace curante::messages
