// SPDX-License-Identifier: Apache-2.0
#include "sms_gateway.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/URI.h>
#include <fmt/format.h>

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
  if (status == 408 || status == 429 || status / 100 == 5) {
    return Attempt::unknown(
        fmt::format("il gestore degli SMS chiede di riprovare più tardi (risposta {})", status));
  }
  if (status / 100 == 4) {
    return Attempt::refused(fmt::format(
        "il gestore degli SMS rifiuta il numero o il testo (risposta {}): ricontrollare il numero "
        "con il paziente",
        status));
  }
  return Attempt::unknown(fmt::format(
      "il gestore degli SMS dà una risposta inattesa ({}): controllare sms_url", status));
}

}  // namespace

Attempt SmsGateway::send(const Letter& letter) const {
  const std::string body =
      to_text_({letter.id.value(), letter.to, settings_.sender, letter.content.text});
  bool left = false;
  try {
    const Poco::URI uri(settings_.url);
    Poco::Net::HTTPSClientSession session(uri.getHost(), uri.getPort(), tls_);
    const Poco::Timespan limit(timeout_ms_ * 1000LL);
    session.setTimeout(limit, limit, limit);
    session.setKeepAlive(false);
    const std::string path = uri.getPathAndQuery().empty() ? "/" : uri.getPathAndQuery();
    Poco::Net::HTTPRequest request(Poco::Net::HTTPRequest::HTTP_POST, path,
                                   Poco::Net::HTTPMessage::HTTP_1_1);
    request.setContentType("application/json");
    request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    request.set("Authorization", "Bearer " + settings_.secret);
    request.set("Idempotency-Key", letter.id.value());
    std::ostream& out = session.sendRequest(request);
    left = true;
    out << body << std::flush;
    Poco::Net::HTTPResponse response;
    session.receiveResponse(response);
    return judged(response.getStatus());
  } catch (const Poco::Net::SSLException&) {
    if (!left) {
      return Attempt::later(
          "il certificato del gestore degli SMS non è valido: controllare sms_url");
    }
  } catch (const Poco::Exception&) {
  }
  return {Attempt::Verdict::later, "il gestore degli SMS non risponde: si riprova da sé", left};
}

}  // namespace curante::messages
