// SPDX-License-Identifier: Apache-2.0
#include "security/sanitel_key.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace sistema_ts {
namespace {

std::optional<std::vector<unsigned char>> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::vector<unsigned char> bytes(text.size() / 4 * 3);
  const auto* input = reinterpret_cast<const unsigned char*>(text.data());
  const int size = EVP_DecodeBlock(bytes.data(), input, static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  // EVP_DecodeBlock counts the bytes that the padding stands for.
  const auto padding = std::count(text.end() - 2, text.end(), '=');
  bytes.resize(static_cast<size_t>(size - padding));
  return bytes;
}

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
}

}  // namespace

SanitelKey::SanitelKey(const std::filesystem::path& file) {
  const OpenSslOwner<BIO> bio(BIO_new_file(file.c_str(), "r"));
  if (bio) key_.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (!key_) throw std::runtime_error("cannot read the key " + file.string());
}

std::optional<std::string> SanitelKey::decrypt(std::string_view base64) const {
  const auto bytes = from_base64(base64);
  if (!bytes) return std::nullopt;
  const OpenSslOwner<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  std::string plain(static_cast<size_t>(EVP_PKEY_get_size(key_.get())), '\0');
  size_t size = plain.size();
  if (!context || EVP_PKEY_decrypt_init(context.get()) <= 0 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) <= 0 ||
      EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char*>(plain.data()), &size,
                       bytes->data(), bytes->size()) <= 0) {
    return std::nullopt;
  }
  plain.resize(size);
  if (!printable(plain)) return std::nullopt;
  return plain;
}

}  // namespace sistema_ts
