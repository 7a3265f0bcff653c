// SPDX-License-Identifier: Apache-2.0
#include "sanitel_cipher.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "curante/bytes.hpp"

namespace curante::sac {

namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error("sanitel-certificate", "il certificato SanitelCF " + what,
              "scaricare il certificato in vigore da Sistema TS e indicarlo nell'impostazione "
              "sanitel_certificate");
}

X509* read_certificate(const std::string& file) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_file(file.c_str(), "rb"), &BIO_free);
  if (!in) refuse("non si può leggere: " + file);
  if (X509* pem = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)) return pem;
  BIO_reset(in.get());
  return d2i_X509_bio(in.get(), nullptr);
}

Date date_of(const ASN1_TIME* time) {
  tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return Date::from(std::chrono::year{parts.tm_year + 1900} /
                    std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)} /
                    std::chrono::day{static_cast<unsigned>(parts.tm_mday)});
}

}  // namespace

SanitelCipher::SanitelCipher(const std::string& certificate_file) : key_(nullptr, &EVP_PKEY_free) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(read_certificate(certificate_file),
                                                                &X509_free);
  if (!certificate) refuse("non è un certificato: " + certificate_file);
  key_.reset(X509_get_pubkey(certificate.get()));
  if (!key_ || EVP_PKEY_get_base_id(key_.get()) != EVP_PKEY_RSA) refuse("non ha una chiave RSA");
  valid_until_ = date_of(X509_get0_notAfter(certificate.get()));
}

std::string SanitelCipher::encrypt(const std::string& plain) const {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new(key_.get(), nullptr), &EVP_PKEY_CTX_free);
  size_t size = 0;
  const auto* input = reinterpret_cast<const unsigned char*>(plain.data());
  if (EVP_PKEY_encrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
      EVP_PKEY_encrypt(context.get(), nullptr, &size, input, plain.size()) != 1) {
    refuse("non permette di cifrare");
  }
  Bytes out(size);
  if (EVP_PKEY_encrypt(context.get(), out.data(), &size, input, plain.size()) != 1) {
    refuse("non permette di cifrare");
  }
  out.resize(size);
  return to_base64(out);
}

std::optional<Error> expired(Date valid_until, Date today) {
  if (valid_until >= today) return std::nullopt;
  return Error(
      "sanitel-expired",
      "il certificato SanitelCF è scaduto: nulla può essere cifrato per Sistema TS",
      "chiedere all'assistenza di installare quello in vigore; poi l'invio riprende da solo");
}

}  // namespace curante::sac
