// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/id.hpp"

namespace curante::demo {

/// Repeatable chance (SplitMix64, Steele et al. 2014): the same seed and stream give the same
/// sequence on every machine, which the standard library's distributions do not promise.
class RandomSource {
 public:
  /// One stream for each thing that is made, so that making one more changes no other.
  RandomSource(uint64_t seed, uint64_t stream);

  uint64_t next();
  /// From 0 to `bound` - 1.
  uint32_t below(uint32_t bound) { return static_cast<uint32_t>((next() >> 32) * bound >> 32); }
  int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<uint32_t>(most - least + 1)));
  }
  bool percent(int chance) { return below(100) < static_cast<uint32_t>(chance); }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[below(static_cast<uint32_t>(list.size()))];
  }
  /// A source of its own: what is drawn from it changes nothing that is drawn from this one.
  RandomSource fork() { return {next(), 0}; }
  /// A UUID of version 8 (RFC 9562): made by a rule of our own.
  Id id();

 private:
  uint64_t state_;
};

}  // namespace curante::demo
