// SPDX-License-Identifier: Apache-2.0
#include "cli/signing_key.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "curante/error.hpp"
#include "trust/digest.hpp"

namespace curante::kernel {

namespace {

constexpr size_t key_size = 32, signature_size = 64;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

const unsigned char* octets_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SigningKey::SigningKey(evp_pkey_st* key) : key_(key, EVP_PKEY_free) {}

SigningKey SigningKey::generate() {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  if (key == nullptr)
    throw Error("key-unwritable", "OpenSSL made no key", "check its installation");
  return SigningKey(key);
}

SigningKey SigningKey::read(const std::string& path) {
  const File file(std::fopen(path.c_str(), "re"));
  struct stat facts {};
  if (!file || fstat(fileno(file.get()), &facts) != 0) {
    throw Error("key-unreadable", "the key " + path + " cannot be opened: " + std::strerror(errno),
                "name a file that `curante plugin keygen` made");
  }
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw Error("key-unreadable", "others than its owner may read the key " + path,
                "chmod 600 it; if somebody could have read it, make a new one and revoke this");
  }
  EVP_PKEY* key = PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr);
  if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) {
    EVP_PKEY_free(key);
    throw Error("key-unreadable", path + " holds no Ed25519 key",
                "name a file that `curante plugin keygen` made");
  }
  return SigningKey(key);
}

void SigningKey::write(const std::string& path) const {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const File file(fd < 0 ? nullptr : fdopen(fd, "w"));
  if (!file) {
    throw Error("key-unwritable", "the key " + path + " cannot be made: " + std::strerror(errno),
                "name a new file in a folder that is yours");
  }
  if (PEM_write_PKCS8PrivateKey(file.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1 ||
      std::fflush(file.get()) != 0 || fsync(fd) != 0) {
    throw Error("key-unwritable", "the key " + path + " was not written whole",
                "make room on the disk, remove the file and try again");
  }
}

std::string SigningKey::public_key() const {
  unsigned char octets[key_size];
  size_t size = sizeof octets;
  EVP_PKEY_get_raw_public_key(key_.get(), octets, &size);
  return to_hex({octets, size});
}

std::string SigningKey::sign(std::string_view message) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  unsigned char octets[signature_size];
  size_t size = sizeof octets;
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), octets, &size, octets_of(message), message.size()) != 1) {
    throw Error("key-unreadable", "the key does not sign", "make a new one");
  }
  return to_hex({octets, size});
}

namespace {

std::string close(std::string text, const std::string& until, std::string_view purpose,
                  const SigningKey& key) {
  if (!until.empty()) text += "until     " + until + "\n";
  text += "key       " + key.public_key() + "\n";
  const std::string signature = key.sign(std::string(purpose) + text);
  return text + "signature " + signature + "\n";
}

}  // namespace

std::string sign(const Signature& statement, const SigningKey& key) {
  std::string text = "format    1\nplugin    " + statement.plugin + "\nversion   " +
                     statement.version + "\nlibrary   " + statement.library + "\nmanifest  " +
                     statement.manifest + "\n";
  if (!statement.ui.empty()) text += "ui        " + statement.ui + "\n";
  return close(std::move(text), statement.until, signature_purpose, key);
}

std::string sign(const Release& release, const SigningKey& key) {
  std::string text = "format    1\nplugins\n{\n";
  for (const auto& it : release.plugins.entries) text += "  " + it.name + " \"" + it.value + "\"\n";
  return close(text + "}\n", release.until, release_purpose, key);
}

std::string sign(const DataSignature& statement, const SigningKey& key) {
  const std::string text =
      "format    1\ndata      " + statement.data + "\nsha256    " + statement.sha256 + "\n";
  return close(text, statement.until, data_purpose, key);
}

}  // namespace curante::kernel
