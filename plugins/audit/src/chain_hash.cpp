// SPDX-License-Identifier: Apache-2.0
#include "chain_hash.hpp"

#include <sodium.h>

namespace curante::audit {

namespace {

void add(crypto_hash_sha256_state& state, const std::string& text) {
  const std::string size = std::to_string(text.size()) + ":";
  crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(size.data()),
                            size.size());
  crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                            text.size());
}

}  // namespace

std::string chain_hash(const std::string& previous, const Record& record) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  const Entry& it = record.entry;
  add(state, previous);
  add(state, record.practice);
  add(state, std::to_string(it.number));
  add(state, std::to_string(it.at.ms));
  for (const std::string* text : {&it.user, &it.user_name, &it.role, &it.station, &it.plugin,
                                  &it.action, &it.patient, &it.outcome, &it.trace}) {
    add(state, *text);
  }
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256_final(&state, hash);
  char text[sizeof hash * 2 + 1];
  return sodium_bin2hex(text, sizeof text, hash, sizeof hash);
}

}  // namespace curante::audit
