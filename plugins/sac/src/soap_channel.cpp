// SPDX-License-Identifier: Apache-2.0
#include "soap_channel.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLException.h>

#include <chrono>
#include <istream>
#include <memory>
#include <sstream>

namespace curante::sac {

namespace {

constexpr size_t max_answer = 16 * 1024 * 1024;

/// What kept the line from working, for who waits at it.
std::string in_words(const Poco::Exception& e) {
  if (dynamic_cast<const Poco::TimeoutException*>(&e) != nullptr) {
    return "non ha risposto in tempo";
  }
  if (dynamic_cast<const Poco::Net::NoMessageException*>(&e) != nullptr) {
    return "ha chiuso la connessione senza rispondere";
  }
  if (dynamic_cast<const Poco::Net::DNSException*>(&e) != nullptr) {
    return "il suo indirizzo non si trova: controllare la connessione a Internet";
  }
  if (dynamic_cast<const Poco::Net::ConnectionRefusedException*>(&e) != nullptr) {
    return "la connessione viene rifiutata";
  }
  return "la connessione si è interrotta: se si ripete controllare Internet";
}

/// HTTP, of what is neither an answer nor a fault.
std::string in_words(int status) {
  const std::string code = " (HTTP " + std::to_string(status) + ")";
  return (status >= 502 && status <= 504 ? "è sovraccarico o in manutenzione"
                                         : "ha risposto con un errore") +
         code;
}

[[noreturn]] void unreachable(const std::string& reason) {
  throw DeliveryError(Delivery::not_sent, "service-unreachable",
                      "Sistema TS non è raggiungibile: " + reason,
                      "l'invio riprende da solo appena il servizio torna");
}
[[noreturn]] void uncertain(const std::string& reason) {
  throw DeliveryError(Delivery::unknown, "service-uncertain",
                      "Sistema TS non ha risposto come dovuto: " + reason,
                      "l'esito viene verificato automaticamente");
}
[[noreturn]] void unauthorised(const std::string& reason) {
  throw DeliveryError(Delivery::not_accepted, "service-unauthorised",
                      "Sistema TS non accetta le credenziali: " + reason,
                      "controllare utente, password e codice temporaneo di Sistema TS");
}

std::string basic(const Authorization& authorization) {
  std::ostringstream out;
  Poco::Base64Encoder encoder(out);
  encoder.rdbuf()->setLineLength(0);
  encoder << authorization.user << ':' << authorization.password;
  encoder.close();
  return "Basic " + out.str();
}

/// Reads what is there and waits for more, never longer than `timeout_ms` in all: an answer that
/// trickles must not hold its recipe for ever.
std::string read_answer(std::istream& in, std::streamsize announced, int timeout_ms) {
  using Clock = std::chrono::steady_clock;
  const auto limit = Clock::now() + std::chrono::milliseconds(timeout_ms);
  std::string body;
  char chunk[16384];
  for (int first; (first = in.get()) != std::istream::traits_type::eof();) {
    body += static_cast<char>(first);
    body.append(chunk, static_cast<size_t>(in.readsome(chunk, sizeof chunk)));
    if (body.size() > max_answer) uncertain("risposta troppo lunga");
    if (Clock::now() > limit) uncertain("risposta troppo lenta");
  }
  if (announced >= 0 && static_cast<std::streamsize>(body.size()) < announced) {
    uncertain("risposta interrotta");
  }
  return body;
}

/// A fault comes for credentials and for a message against its schema, before anything was done
/// (PROTOCOLS 1.1); of any other fault nobody knows whether it came before or after.
SoapAnswer judged(SoapAnswer answer) {
  if (!answer.fault()) return answer;
  const std::string& text = *answer.fault();
  if (text.find("Credenziali") != std::string::npos ||
      text.find("autenticazione") != std::string::npos ||
      text.find("Rejected by policy") != std::string::npos) {
    unauthorised(text);
  }
  if (text.find("cvc-") != std::string::npos) {
    throw Error("message-refused", "Sistema TS ha respinto il messaggio: " + text,
                "correggere i dati della ricetta; se sono giusti, avvisare l'assistenza");
  }
  throw DeliveryError(Delivery::unknown, "service-fault", "Sistema TS segnala un errore: " + text,
                      "l'esito viene verificato automaticamente");
}

}  // namespace

void SoapChannel::check_endpoint(const std::string& endpoint) {
  std::string scheme;
  try {
    scheme = Poco::URI(endpoint).getScheme();
  } catch (const Poco::Exception&) {
    scheme.clear();
  }
  if (scheme == "https") return;
  throw Error("endpoint-insecure", "the address of a service, " + endpoint + ", is not https",
              "correct the settings endpoint, a2f_endpoint, lots_endpoint, white_endpoint and "
              "dpcm_endpoint");
}

SoapChannel::SoapChannel(const std::string& ca_file, int timeout_ms, Proxy proxy, Log log)
    : timeout_ms_(timeout_ms), proxy_(std::move(proxy)), log_(std::move(log)) {
  Poco::Net::initializeSSL();
  Poco::Net::Context::Params params;
  params.verificationMode = Poco::Net::Context::VERIFY_STRICT;  // the host name too, also locally
  params.verificationDepth = 9;
  params.loadDefaultCAs = ca_file.empty();
  params.caLocation = ca_file;
  params.cipherList = "HIGH:!aNULL:!MD5";
  try {
    tls_ = new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, params);
    tls_->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
    tls_->enableSessionCache(true);
  } catch (const Poco::Exception& e) {
    throw Error("tls-trust",
                "the trusted certificates " + ca_file + " cannot be read: " + e.displayText(),
                "correct the setting ca_file");
  }
}

KeptConnections::Session SoapChannel::session_for(const Poco::URI& uri, int timeout_ms) const {
  auto session = std::make_unique<Connection>(uri.getHost(), uri.getPort(), tls_);
  // Poco's TLS socket waits for data twice: in the read itself, then again in a poll.
  const Poco::Timespan each(timeout_ms * 1000LL / 2);
  session->setTimeout(Poco::Timespan(timeout_ms * 1000LL), each, each);
  session->setKeepAlive(true);
  if (!proxy_.host.empty()) {
    session->setProxy(proxy_.host, proxy_.port);
    if (!proxy_.user.empty()) session->setProxyCredentials(proxy_.user, proxy_.password);
  }
  return session;
}

void SoapChannel::send(Connection& session, Poco::Net::HTTPRequest& request,
                       const std::string& message) const {
  std::ostream* out = nullptr;
  try {
    out = &session.sendRequest(request);  // connects; the headers wait for the body
  } catch (const Poco::Net::SSLException& e) {
    log_("the service's certificate is not accepted: " + e.displayText());
    unreachable(
        "il certificato del servizio non è valido; controllare data e ora del computer, o "
        "avvisare l'assistenza");
  } catch (const Poco::Exception& e) {
    log_("no way to the service: " + e.displayText());
    if (proxy_.host.empty()) unreachable(in_words(e));
    unreachable("il proxy " + proxy_.host + ":" + std::to_string(proxy_.port) +
                " non apre la via; controllarne indirizzo e password nelle impostazioni");
  }
  *out << message << std::flush;  // what goes wrong here is thrown when the answer is read
}

SoapAnswer SoapChannel::post(const std::string& endpoint, const std::string& path,
                             const std::string& action, const std::string& message,
                             const Authorization& authorization,
                             const std::string& content_type) const {
  const Poco::URI uri(endpoint);
  Poco::Net::HTTPRequest request(Poco::Net::HTTPRequest::HTTP_POST, uri.getPath() + path,
                                 Poco::Net::HTTPMessage::HTTP_1_1);
  request.setContentType(content_type);
  request.setContentLength64(static_cast<Poco::Int64>(message.size()));
  request.set("SOAPAction", "\"" + action + "\"");
  request.set("Authorization", basic(authorization));
  if (!authorization.token.empty()) request.set("Authorization2F", "Bearer " + authorization.token);
  const std::string host = uri.getHost() + ":" + std::to_string(uri.getPort());
  auto session = kept_.take(host);
  if (!session) session = session_for(uri, timeout_ms_);
  send(*session, request, message);
  try {
    Poco::Net::HTTPResponse response;
    std::istream& in = session->receiveResponse(response);
    const int status = response.getStatus();
    const bool announced = response.hasContentLength();
    const std::string body =
        read_answer(in, announced ? response.getContentLength64() : -1, timeout_ms_);
    if (announced && response.getKeepAlive()) kept_.keep(host, std::move(session));
    if (status == 401 || status == 403) unauthorised("HTTP " + std::to_string(status));
    if (status != 200 && status != 500) uncertain(in_words(status));
    if (status == 500 && body.find("autenticazione") != std::string::npos &&
        body.find("Envelope") == std::string::npos) {
      unauthorised(body.substr(0, 80));
    }
    return judged(SoapAnswer(body));
  } catch (const DeliveryError&) {
    throw;
  } catch (const Error& e) {
    if (e.code() == "message-refused") throw;
    uncertain(e.message());
  } catch (const Poco::Exception& e) {
    log_("the service's answer broke off: " + e.displayText());
    uncertain(in_words(e));
  }
}

bool SoapChannel::reachable(const std::string& endpoint) const {
  kept_.close_idle();  // asked now and then while nobody sends
  try {
    const Poco::URI uri(endpoint);
    constexpr int probe_ms = 5000;
    const auto session = session_for(uri, probe_ms);
    session->setKeepAlive(false);
    Poco::Net::HTTPRequest request(Poco::Net::HTTPRequest::HTTP_GET, "/",
                                   Poco::Net::HTTPMessage::HTTP_1_1);
    session->sendRequest(request);
    Poco::Net::HTTPResponse response;
    session->receiveResponse(response);
    return response.getStatus() < 500;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace curante::sac
