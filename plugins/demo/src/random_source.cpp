// SPDX-License-Identifier: Apache-2.0
#include "random_source.hpp"

namespace curante::demo {

RandomSource::RandomSource(uint64_t seed, uint64_t stream) : state_(seed) {
  state_ = next() ^ (stream * 0x9e3779b97f4a7c15ULL);
  next();
}

uint64_t RandomSource::next() {
  uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

Id RandomSource::id() {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  uint64_t bits = 0;
  for (int i = 0; i < 32; ++i) {
    if (i % 16 == 0) bits = next();
    if (i == 8 || i == 12 || i == 16 || i == 20) text += '-';
    char digit = digits[bits >> (60 - 4 * (i % 16)) & 15];
    if (i == 12) digit = '8';
    if (i == 16) digit = digits[8 + (bits >> 60 & 3)];
    text += digit;
  }
  return Id(text);
}

}  // namespace curante::demo
