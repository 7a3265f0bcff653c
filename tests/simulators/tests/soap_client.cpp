// SPDX-License-Identifier: Apache-2.0
#include "soap_client.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPBasicCredentials.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/StreamCopier.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

namespace addresses {
namespace {
const std::string kPrescriptions = "/DemRicettaPrescrittoServicesWeb/services/";
const std::string kTokens = "/a2f-auth-ws/soap/v1/authentication-service";
const std::string kTokenActions = "http://wsdl.auth.a2f.sts.sanita.finanze.it/";
}  // namespace
const Address kSend{kPrescriptions + "demInvioPrescritto",
                    "http://invioprescritto.wsdl.dem.sanita.finanze.it/InvioPrescritto"};
const Address kView{kPrescriptions + "demVisualizzaPrescritto",
                    "http://visualizzaprescritto.wsdl.dem.sanita.finanze.it/VisualizzaPrescritto"};
const Address kWithdraw{kPrescriptions + "demAnnullaPrescritto",
                        "http://annullaprescritto.wsdl.dem.sanita.finanze.it/AnnullaPrescritto"};
const Address kUsed{
    "/DemRicettaInterrogazioniServicesWeb/services/demInterrogaNreUtilizzati",
    "http://interroganreassociati.wsdl.dem.sanita.finanze.it/InterrogaNreUtilizzati"};
const Address kLot{"/ricettaElettronicaServicesWeb/services/nreRichiestaLottoPort",
                   "http://lottorichiesta.wsdl.nre.mirsac.sanita.finanze.it/LottoRichiesta"};
const Address kCreate{kTokens, kTokenActions + "create"};
const Address kCheck{kTokens, kTokenActions + "checkToken"};
const Address kRevoke{kTokens, kTokenActions + "revoke"};
const Address kDeclare{
    "/DemRicettaServiceMedicoWeb/services/invioDichiarazioneSostituzioneMedico",
    "http://dichiarazionesostituzionemedico.wsdl.dem.sanita.finanze.it/"
    "DichiarazioneSostituzioneMedico"};
}  // namespace addresses

const Account kDoctor{"PROVAX00X00X000Y", "Salve123", "1234567890", "130", "201"};
const Account kSubstitute{"PROVAX00X00X000Z", "Salve123", "1234567890", "130", "000"};
const Account kLazioDoctor{"FBBGLI74C52H501K", "Lazio2026a", "1201000001", "120", "201"};
const Account kLazioSubstitute{"CNTLSE90E57H501B", "Lazio2026s", "1201000009", "120", "000"};

namespace {

/// The wildcard token of the test environment, in Italian time as the service's own.
std::string wildcard(const std::string& user) {
  static const bool italian = setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1) == 0;
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  if (!italian || localtime_r(&now, &parts) == nullptr) throw std::runtime_error("no clock");
  char month[16];
  std::strftime(month, sizeof month, "%Y-%m", &parts);
  return user + "-" + month + "-RICETTA-DEM-PRESCRITTORE";
}

}  // namespace

std::string in_envelope(const std::string& message) {
  return "<?xml version='1.0' encoding='utf-8'?>\n<soapenv:Envelope "
         "xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Header />"
         "<soapenv:Body>" +
         message + "</soapenv:Body></soapenv:Envelope>";
}

SoapAnswer SoapClient::call(const Address& address, const Account& account,
                            const std::string& message) const {
  return call(address, account, message, Options());
}

SoapAnswer SoapClient::call(const Address& address, const Account& account,
                            const std::string& message, const Options& options) const {
  return send(address, account, in_envelope(message), options);
}

SoapAnswer SoapClient::send(const Address& address, const Account& account, const std::string& body,
                            const Options& options) const {
  const auto authority = (simulator_.state() / "ca.pem").string();
  Poco::Net::Context::Ptr context(new Poco::Net::Context(Poco::Net::Context::CLIENT_USE, authority,
                                                         Poco::Net::Context::VERIFY_STRICT));
  Poco::Net::HTTPSClientSession session("127.0.0.1", simulator_.port(), context);
  session.setTimeout(Poco::Timespan(options.patience.count() * 1000));
  Poco::Net::HTTPRequest request(options.method, address.path, "HTTP/1.1");
  request.setContentType(options.content_type);
  request.setContentLength(static_cast<std::streamsize>(body.size()));
  request.set("SOAPAction", '"' + address.action + '"');
  if (options.authorization.empty()) {
    Poco::Net::HTTPBasicCredentials(account.user, account.password).authenticate(request);
  } else {
    request.set("Authorization", options.authorization);
  }
  if (!options.without_token) {
    request.set("Authorization2F",
                "Bearer " + (options.token.empty() ? wildcard(account.user) : options.token));
  }
  session.sendRequest(request) << body << std::flush;
  Poco::Net::HTTPResponse response;
  SoapAnswer answer;
  Poco::StreamCopier::copyToString(session.receiveResponse(response), answer.body);
  if (static_cast<std::streamsize>(answer.body.size()) < response.getContentLength()) {
    throw CutReply();
  }
  answer.status = response.getStatus();
  return answer;
}

std::string SoapClient::encrypted(const std::string& plain) const {
  const auto file = simulator_.state() / "sanitel.pem";
  std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_file(file.c_str(), "r"), BIO_free_all);
  std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new(X509_get0_pubkey(certificate.get()), nullptr), EVP_PKEY_CTX_free);
  std::vector<unsigned char> cipher(512);
  size_t size = cipher.size();
  if (EVP_PKEY_encrypt_init(context.get()) <= 0 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) <= 0 ||
      EVP_PKEY_encrypt(context.get(), cipher.data(), &size,
                       reinterpret_cast<const unsigned char*>(plain.data()), plain.size()) <= 0) {
    throw std::runtime_error("encryption failed");
  }
  std::string text(4 * ((size + 2) / 3) + 1, '\0');
  text.resize(static_cast<size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                                  cipher.data(), static_cast<int>(size))));
  return text;
}
