// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "curante/bytes.hpp"

struct evp_md_ctx_st;

namespace curante::documents {

/// A running SHA-256, fed octet by octet or as fields that cannot run into each other.
class Sha256 {
 public:
  Sha256();
  void octets(const void* data, size_t size);
  /// The text with its length before it: "ab","c" and "a","bc" differ.
  void field(std::string_view text);
  /// 32 octets. Nothing may be fed afterwards.
  Bytes value();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

Bytes sha256(const Bytes& content);

}  // namespace curante::documents
