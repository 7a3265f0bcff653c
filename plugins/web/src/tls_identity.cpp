// SPDX-License-Identifier: Apache-2.0
#include "tls_identity.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <filesystem>
#include <memory>

#include "curante/error.hpp"

namespace curante::web {

namespace {

constexpr long two_years = 2 * 365 * 24 * 3600L;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

[[noreturn]] void refuse(const std::string& what) {
  throw Error("tls-identity", "the server's certificate could not be made: " + what,
              "make the data directory writable, or name certificate_file and key_file");
}

void add_extension(X509* certificate, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  if (extension == nullptr) refuse("extension " + value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate sign_for(EVP_PKEY* key, const std::string& host_name) {
  Certificate certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  unsigned char serial[16];
  RAND_bytes(serial, sizeof serial);
  serial[0] &= 0x7f;
  BIGNUM* number = BN_bin2bn(serial, sizeof serial, nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
  BN_free(number);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), two_years);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>("Curante"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  add_extension(certificate.get(), NID_subject_alt_name,
                "DNS:localhost,DNS:" + host_name + ",IP:127.0.0.1");
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), NID_ext_key_usage, "serverAuth");
  if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) refuse("signature");
  return certificate;
}

template <class Write>
void write_file(const std::string& path, Write&& write) {
  const mode_t before = umask(0077);
  FILE* file = fopen(path.c_str(), "w");
  umask(before);
  if (file == nullptr) refuse(path + " cannot be written");
  const bool good = write(file) == 1;
  if (fclose(file) != 0 || !good) refuse(path + " cannot be written");
}

}  // namespace

TlsIdentity own_identity(const std::string& directory, const std::string& host_name) {
  const TlsIdentity identity{directory + "/certificate.pem", directory + "/key.pem"};
  if (std::filesystem::exists(identity.certificate_file) &&
      std::filesystem::exists(identity.key_file)) {
    return identity;
  }
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  if (!key) refuse("key");
  const Certificate certificate = sign_for(key.get(), host_name);
  write_file(identity.key_file, [&](FILE* file) {
    return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  write_file(identity.certificate_file,
             [&](FILE* file) { return PEM_write_X509(file, certificate.get()); });
  return identity;
}

}  // namespace curante::web
