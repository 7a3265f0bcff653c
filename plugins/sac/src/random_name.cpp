// SPDX-License-Identifier: Apache-2.0
#include "random_name.hpp"

#include <openssl/rand.h>

#include "curante/bytes.hpp"
#include "curante/error.hpp"

namespace curante::sac {

std::string random_name() {
  unsigned char octets[12];
  if (RAND_bytes(octets, sizeof octets) != 1) {
    throw Error("encryption-failed", "the encryption library failed", "restart the host");
  }
  return to_base64({octets, octets + sizeof octets});
}

}  // namespace curante::sac
