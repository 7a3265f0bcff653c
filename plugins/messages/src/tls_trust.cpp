// SPDX-License-Identifier: Apache-2.0
#include "tls_trust.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLException.h>

#include "curante/error.hpp"

namespace curante::messages {

Poco::Net::Context::Ptr tls_trust(const std::string& ca_file) {
  Poco::Net::initializeSSL();
  Poco::Net::Context::Params params;
  params.verificationMode = Poco::Net::Context::VERIFY_STRICT;  // the host name too, also locally
  params.verificationDepth = 9;
  params.loadDefaultCAs = ca_file.empty();
  params.caLocation = ca_file;
  params.cipherList = "HIGH:!aNULL:!MD5";
  try {
    Poco::Net::Context::Ptr tls =
        new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, params);
    tls->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
    return tls;
  } catch (const Poco::Exception& e) {
    throw Error("messages-settings",
                "the trusted certificates " + ca_file + " cannot be read: " + e.displayText(),
                "correct the setting ca_file of curante.messages");
  }
}

bool certificate_refused(const Poco::Exception& thrown) {
  if (dynamic_cast<const Poco::Net::InvalidCertificateException*>(&thrown) != nullptr) return true;
  if (dynamic_cast<const Poco::Net::CertificateValidationException*>(&thrown) != nullptr) {
    return true;
  }
  // A chain that is not trusted comes as OpenSSL's own words in an exception of no kind.
  return dynamic_cast<const Poco::Net::SSLException*>(&thrown) != nullptr &&
         thrown.message().find("certificate verify failed") != std::string::npos;
}

}  // namespace curante::messages
