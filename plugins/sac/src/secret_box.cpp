// SPDX-License-Identifier: Apache-2.0
#include "secret_box.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

namespace curante::sac {

namespace {

constexpr size_t key_size = 32, nonce_size = 12, tag_size = 16;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

[[noreturn]] void damaged() {
  throw Error(
      "secret-damaged", "le credenziali salvate non si possono leggere",
      "inserirle di nuovo; se la chiave dello studio è stata sostituita, rimettere quella giusta");
}

void check(bool done) {
  if (!done) throw Error("encryption-failed", "the encryption library failed", "restart the host");
}

void fill_randomly(unsigned char* octets, size_t size) {
  check(RAND_bytes(octets, static_cast<int>(size)) == 1);
}

/// nonce | ciphertext | tag
Bytes encrypt(const unsigned char* key, const Bytes& plain, const std::string& purpose) {
  Bytes out(nonce_size + plain.size() + tag_size);
  fill_randomly(out.data(), nonce_size);
  const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int size = 0;
  check(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key, out.data()) == 1 &&
        EVP_EncryptUpdate(cipher.get(), nullptr, &size,
                          reinterpret_cast<const unsigned char*>(purpose.data()),
                          static_cast<int>(purpose.size())) == 1 &&
        EVP_EncryptUpdate(cipher.get(), out.data() + nonce_size, &size, plain.data(),
                          static_cast<int>(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(cipher.get(), out.data() + nonce_size + size, &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size,
                            out.data() + out.size() - tag_size) == 1);
  return out;
}

Bytes decrypt(const unsigned char* key, const Bytes& sealed, const std::string& purpose) {
  if (sealed.size() < nonce_size + tag_size) damaged();
  Bytes plain(sealed.size() - nonce_size - tag_size);
  Bytes tag(sealed.end() - tag_size, sealed.end());
  const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int size = 0;
  check(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key, sealed.data()) == 1 &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &size,
                          reinterpret_cast<const unsigned char*>(purpose.data()),
                          static_cast<int>(purpose.size())) == 1 &&
        EVP_DecryptUpdate(cipher.get(), plain.data(), &size, sealed.data() + nonce_size,
                          static_cast<int>(plain.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(cipher.get(), plain.data() + size, &size) != 1) damaged();
  return plain;
}

[[noreturn]] void key_refused(const std::string& file, const char* what) {
  throw Error("practice-key", "the practice key " + file + " " + what,
              "keep it in a file of 32 octets, mode 0600, owned by the host's user");
}

/// Makes the key beside its name and links it there when it is whole: a crash leaves no half key,
/// and two hosts that start at once get the same one.
void make_key(const std::string& key_file) {
  unsigned char key[key_size];
  fill_randomly(key, sizeof key);
  std::string part = key_file + ".XXXXXX";
  const int fd = mkostemp(part.data(), O_CLOEXEC);  // mode 0600
  if (fd < 0) key_refused(key_file, "cannot be made");
  const bool kept =
      write(fd, key, sizeof key) == static_cast<ssize_t>(sizeof key) && fsync(fd) == 0;
  close(fd);
  OPENSSL_cleanse(key, sizeof key);
  const bool linked = kept && (link(part.c_str(), key_file.c_str()) == 0 || errno == EEXIST);
  unlink(part.c_str());
  if (!linked) key_refused(key_file, "cannot be written");
}

}  // namespace

SecretBox::SecretBox(const std::string& key_file) {
  struct stat there {};
  if (lstat(key_file.c_str(), &there) != 0 && errno == ENOENT) make_key(key_file);
  const int fd = ::open(key_file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) key_refused(key_file, "cannot be read");
  struct stat facts {};
  fstat(fd, &facts);
  const bool good = (facts.st_mode & 0077) == 0 &&
                    facts.st_size == static_cast<off_t>(key_.size()) &&
                    read(fd, key_.data(), key_.size()) == static_cast<ssize_t>(key_.size());
  close(fd);
  if (!good) key_refused(key_file, "is damaged, or others may read it");
}

Bytes SecretBox::seal(const std::string& secret, const std::string& purpose) const {
  Bytes data_key(key_size);
  fill_randomly(data_key.data(), key_size);
  Bytes out{1};
  const Bytes wrapped = encrypt(key_.data(), data_key, "data-key:" + purpose);
  const Bytes content = encrypt(data_key.data(), {secret.begin(), secret.end()}, purpose);
  out.insert(out.end(), wrapped.begin(), wrapped.end());
  out.insert(out.end(), content.begin(), content.end());
  OPENSSL_cleanse(data_key.data(), data_key.size());
  return out;
}

std::string SecretBox::open(const Bytes& sealed, const std::string& purpose) const {
  constexpr size_t wrapped_size = nonce_size + key_size + tag_size;
  if (sealed.size() < 1 + wrapped_size || sealed[0] != 1) damaged();
  const auto middle = sealed.begin() + 1 + wrapped_size;
  const Bytes data_key = decrypt(key_.data(), {sealed.begin() + 1, middle}, "data-key:" + purpose);
  const Bytes plain = decrypt(data_key.data(), {middle, sealed.end()}, purpose);
  return {plain.begin(), plain.end()};
}

}  // namespace curante::sac
