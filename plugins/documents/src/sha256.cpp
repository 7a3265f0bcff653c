// SPDX-License-Identifier: Apache-2.0
#include "sha256.hpp"

#include <openssl/evp.h>

#include <string>

namespace curante::documents {
namespace {

void demand(int status) {
  if (status == 1) return;
  throw Error("digest-failed", "OpenSSL offers no SHA-256", "check the OpenSSL installation");
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  demand(context_ != nullptr);
  demand(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256::octets(const void* data, size_t size) {
  demand(EVP_DigestUpdate(context_.get(), data, size));
}

void Sha256::field(std::string_view text) {
  const std::string size = std::to_string(text.size()) + ":";
  octets(size.data(), size.size());
  octets(text.data(), text.size());
}

Bytes Sha256::value() {
  Bytes out(32);
  demand(EVP_DigestFinal_ex(context_.get(), out.data(), nullptr));
  return out;
}

Bytes sha256(const Bytes& content) {
  Sha256 hash;
  hash.octets(content.data(), content.size());
  return hash.value();
}

}  // namespace curante::documents
