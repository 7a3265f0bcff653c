// SPDX-License-Identifier: Apache-2.0
#include "security/certificates.hpp"

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <stdexcept>
#include <string>

#include "security/openssl_owner.hpp"

namespace sistema_ts {
namespace {

namespace fs = std::filesystem;

using Key = OpenSslOwner<EVP_PKEY>;
using Certificate = OpenSslOwner<X509>;

// Names under which a test may reach the one port: the real hosts too, for a patched resolver.
constexpr const char* kServerNames =
    "DNS:localhost,IP:127.0.0.1,DNS:demservicetest.sanita.finanze.it,"
    "DNS:demservice.sanita.finanze.it,DNS:servizitstest.sanita.finanze.it,"
    "DNS:servizits.sanita.finanze.it,DNS:mirservicetest.sanita.finanze.it,"
    "DNS:mirservice.sanita.finanze.it";

template <typename T>
T* need(T* made) {
  if (made == nullptr) throw std::runtime_error("OpenSSL could not make a certificate");
  return made;
}

void need(int result) {
  if (result <= 0) throw std::runtime_error("OpenSSL could not make a certificate");
}

Key make_key(unsigned bits) {
  return Key(need(EVP_RSA_gen(bits)));
}

void extend(X509* certificate, X509* issuer, int what, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = need(X509V3_EXT_conf_nid(nullptr, &context, what, value));
  const int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  need(added);
}

struct Subject {
  const char* name;
  const char* alternatives;  ///< null: none
  bool authority;
  const char* from;  ///< ASN.1 GeneralizedTime
  const char* until;
};

/// `issuer` null: signs itself.
Certificate make_certificate(const Subject& subject, EVP_PKEY* key, X509* issuer,
                             EVP_PKEY* issuer_key) {
  Certificate certificate(need(X509_new()));
  X509* x = certificate.get();
  X509_set_version(x, 2);
  unsigned char serial[8];
  need(RAND_bytes(serial, sizeof serial));
  uint64_t number = 1;
  for (const unsigned char byte : serial) number = (number << 7) | (byte & 0x7F);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), number);
  need(ASN1_TIME_set_string(X509_getm_notBefore(x), subject.from));
  need(ASN1_TIME_set_string(X509_getm_notAfter(x), subject.until));
  need(X509_set_pubkey(x, key));
  const auto* name = reinterpret_cast<const unsigned char*>(subject.name);
  need(X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8, name, -1, -1, 0));
  need(X509_set_issuer_name(x, X509_get_subject_name(issuer == nullptr ? x : issuer)));
  X509* signer = issuer == nullptr ? x : issuer;
  extend(x, signer, NID_basic_constraints,
         subject.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  extend(x, signer, NID_key_usage,
         subject.authority ? "critical,keyCertSign,cRLSign"
                           : "critical,digitalSignature,keyEncipherment");
  if (subject.alternatives != nullptr) {
    extend(x, signer, NID_subject_alt_name, subject.alternatives);
    extend(x, signer, NID_ext_key_usage, "serverAuth");
  }
  need(X509_sign(x, issuer == nullptr ? key : issuer_key, EVP_sha256()));
  return certificate;
}

/// Written beside and then moved, so that a start that was killed leaves no half file.
template <typename Write>
void write_file(const fs::path& path, Write write) {
  fs::path beside = path;
  beside += ".new";
  {
    OpenSslOwner<BIO> file(BIO_new_file(beside.c_str(), "w"));
    if (!file || write(file.get()) != 1 || BIO_flush(file.get()) != 1) {
      throw std::runtime_error("cannot write " + beside.string());
    }
  }
  fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(beside, path);
}

void save_key(const fs::path& path, EVP_PKEY* key) {
  write_file(path, [&](BIO* file) {
    return PEM_write_bio_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

void save_certificate(const fs::path& path, X509* certificate) {
  write_file(path, [&](BIO* file) { return PEM_write_bio_X509(file, certificate); });
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                            fs::perms::others_read);
}

void make_server(const CertificateFiles& files) {
  const Key authority_key = make_key(2048);
  const Certificate authority =
      make_certificate({"Simulatore Sistema TS - autorita di prova", nullptr, true,
                        "20200101000000Z", "20491231235959Z"},
                       authority_key.get(), nullptr, nullptr);
  const Key key = make_key(2048);
  const Certificate server =
      make_certificate({"localhost", kServerNames, false, "20200101000000Z", "20491231235959Z"},
                       key.get(), authority.get(), authority_key.get());
  save_certificate(files.authority, authority.get());
  save_key(files.server_key, key.get());
  save_certificate(files.server, server.get());
}

void make_wrong(const CertificateFiles& files) {
  const Key key = make_key(2048);
  const Certificate wrong = make_certificate(
      {"intruso.example", "DNS:intruso.example", false, "20200101000000Z", "20491231235959Z"},
      key.get(), nullptr, nullptr);
  save_key(files.wrong_key, key.get());
  save_certificate(files.wrong, wrong.get());
}

void make_sanitel(const CertificateFiles& files) {
  // As the real one: RSA-1024, so that a ciphertext has 172 characters in Base64.
  const Key key = make_key(1024);
  const Certificate sanitel =
      make_certificate({"SanitelCF di prova", nullptr, false, "20200101000000Z", "20491231235959Z"},
                       key.get(), nullptr, nullptr);
  save_key(files.sanitel_key, key.get());
  save_certificate(files.sanitel, sanitel.get());
}

}  // namespace

CertificateFiles ensure_certificates(const fs::path& directory) {
  const CertificateFiles files{directory / "ca.pem",         directory / "server.pem",
                               directory / "server-key.pem", directory / "wrong.pem",
                               directory / "wrong-key.pem",  directory / "sanitel.pem",
                               directory / "sanitel-key.pem"};
  if (!fs::exists(files.server)) make_server(files);
  if (!fs::exists(files.wrong)) make_wrong(files);
  if (!fs::exists(files.sanitel)) make_sanitel(files);
  return files;
}

}  // namespace sistema_ts
