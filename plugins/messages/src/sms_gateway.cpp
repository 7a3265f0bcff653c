// SPDX-License-Identifier: Apache-2.0
#include "sms_gateway.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/URI.h>
#include <fmt/format.h>

#include "tls_trust.hpp"

namespace curante::messages {
namespace {

Attempt judged(int status) {
  // 409: the gateway has this id already, from a try whose answer was lost.
  if (status / 100 == 2 || status == 409) return Attempt::done();
  if (status == 401 || status == 403) {
    return Attempt::later(fmt::format(
        "il gestore degli SMS non accetta la chiave (risposta {}): correggere sms_secret_file",
        status));
  }
  if (status == 402) {
    return Attempt::later("il credito presso il gestore degli SMS è finito (risposta 402)");
  }
  // It has not dealt with what it got (RFC 9110, 15.5.9 and 15.6.4; RFC 6585, 4).
  if (status == 408 || status == 429 || status == 503) {
    return Attempt::later(
        fmt::format("il gestore degli SMS chiede di riprovare più tardi (risposta {})", status));
  }
  if (status / 100 == 3 || status == 404 || status == 405) {
    return Attempt::later(fmt::format(
        "all'indirizzo sms_url non risponde il gestore degli SMS (risposta {}): controllarlo",
        status));
  }
  if (status / 100 == 4) {
    return Attempt::refused(fmt::format(
        "il gestore degli SMS rifiuta il numero o il testo (risposta {}): ricontrollare il numero "
        "con il paziente",
        status));
  }
  return Attempt::unknown(
      fmt::format("il gestore degli SMS ha avuto un errore (risposta {})", status));
}

/// A session whose connection keeps to the conversation's times.
class LimitedSession : public Poco::Net::HTTPSClientSession {
 public:
  LimitedSession(const Poco::URI& uri, Poco::Net::Context::Ptr tls, ConversationLimit& limit)
      : HTTPSClientSession(uri.getHost(), uri.getPort(), tls), tls_(std::move(tls)), limit_(limit) {
    setKeepAlive(false);  // else Poco itself would post again after a break
  }

 private:
  void connect(const Poco::Net::SocketAddress& address) override {
    const auto plain = limit_.connect(address);
    limit_.step();
    attachSocket(Poco::Net::SecureStreamSocket::attach(plain, getHost(), tls_));
  }

  Poco::Net::Context::Ptr tls_;
  ConversationLimit& limit_;
};

Attempt broken(const Poco::Exception& thrown, bool left) {
  if (left) return Attempt::unknown("il gestore degli SMS non ha confermato il messaggio");
  if (certificate_refused(thrown)) {
    return Attempt::later("il certificato del gestore degli SMS non è valido: controllare sms_url");
  }
  return Attempt::later(fmt::format("il gestore degli SMS non risponde ({})", thrown.name()));
}

}  // namespace

Attempt SmsGateway::send(const Letter& letter) const {
  const std::string body =
      to_text_({letter.id.value(), letter.to, settings_.sender, letter.content.text});
  const Poco::URI uri(settings_.url);
  ConversationLimit limit(patience_, closing_);
  bool left = false;
  try {
    LimitedSession session(uri, tls_, limit);
    const std::string path = uri.getPathAndQuery().empty() ? "/" : uri.getPathAndQuery();
    Poco::Net::HTTPRequest request(Poco::Net::HTTPRequest::HTTP_POST, path,
                                   Poco::Net::HTTPMessage::HTTP_1_1);
    request.setContentType("application/json");
    request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    request.set("Authorization", "Bearer " + settings_.secret);
    request.set("Idempotency-Key", letter.id.value());
    std::ostream& out = session.sendRequest(request);
    limit.await_acceptance();
    left = true;
    out << body << std::flush;
    Poco::Net::HTTPResponse response;
    session.receiveResponse(response);
    return judged(response.getStatus());
  } catch (const Poco::Exception& e) {
    return broken(e, left);
  } catch (const std::exception&) {
    if (!left) throw;
    return Attempt::unknown("il gestore degli SMS non ha confermato il messaggio");
  }
}

}  // namespace curante::messages
