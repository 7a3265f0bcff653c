// SPDX-License-Identifier: Apache-2.0
#include "web/certificate_chooser.hpp"

#include <openssl/pem.h>

#include <stdexcept>

namespace sistema_ts {
namespace {

OpenSslOwner<BIO> opened(const std::filesystem::path& file) {
  OpenSslOwner<BIO> bio(BIO_new_file(file.c_str(), "r"));
  if (!bio) throw std::runtime_error("cannot read " + file.string());
  return bio;
}

}  // namespace

CertificateChooser::CertificateChooser(SSL_CTX* context, const CertificateFiles& files,
                                       FaultPlan& faults)
    : faults_(faults),
      certificate_(PEM_read_bio_X509(opened(files.wrong).get(), nullptr, nullptr, nullptr)),
      key_(PEM_read_bio_PrivateKey(opened(files.wrong_key).get(), nullptr, nullptr, nullptr)) {
  if (!certificate_ || !key_) throw std::runtime_error("wrong.pem holds no certificate");
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_cert_cb(context, &CertificateChooser::choose, this);
}

int CertificateChooser::choose(SSL* connection, void* self) {
  auto& chooser = *static_cast<CertificateChooser*>(self);
  if (!chooser.faults_.take_wrong_certificate()) return 1;
  return SSL_use_certificate(connection, chooser.certificate_.get()) == 1 &&
         SSL_use_PrivateKey(connection, chooser.key_.get()) == 1;
}

}  // namespace sistema_ts
