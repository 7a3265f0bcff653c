// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Which sanitizer this compilation has: g++ says it by a macro, clang++ by a feature.
#if defined(__SANITIZE_ADDRESS__)
#define CURANTE_SANITIZER "address"
#elif defined(__SANITIZE_THREAD__)
#define CURANTE_SANITIZER "thread"
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CURANTE_SANITIZER "address"
#elif __has_feature(thread_sanitizer)
#define CURANTE_SANITIZER "thread"
#endif
#endif
#ifndef CURANTE_SANITIZER
#define CURANTE_SANITIZER "none"
#endif

namespace curante::detail {

/// Content of the ELF section `.curante.abi`: what two compilations must share before objects may
/// pass between them by address. `sanitizer` decides whether a library may be loaded at all;
/// `compiler` only informs.
struct AbiTag {
  uint32_t cxx11_abi, glibcxx_debug, size_string, size_vector, size_optional, exceptions;
  char sanitizer[16];
  char compiler[48];
};
struct LayoutRecord {
  char contract[56];
  uint64_t hash;
};

template <size_t N>
constexpr void copy_text(char (&to)[N], std::string_view from) {
  for (size_t i = 0; i + 1 < N && i < from.size(); ++i) to[i] = from[i];
}

constexpr AbiTag abi_tag() {
  AbiTag tag{};
  tag.cxx11_abi = _GLIBCXX_USE_CXX11_ABI;
#ifdef _GLIBCXX_DEBUG
  tag.glibcxx_debug = 1;
#endif
  tag.size_string = sizeof(std::string);
  tag.size_vector = sizeof(std::vector<int>);
  tag.size_optional = sizeof(std::optional<std::string>);
  tag.exceptions = __cpp_exceptions != 0;
  copy_text(tag.sanitizer, CURANTE_SANITIZER);
  copy_text(tag.compiler, __VERSION__);
  return tag;
}

/// The field in which two tags differ, or an empty text: then the direct path is open.
constexpr std::string_view abi_difference(const AbiTag& a, const AbiTag& b) {
  if (a.cxx11_abi != b.cxx11_abi) return "cxx11_abi";
  if (a.glibcxx_debug != b.glibcxx_debug) return "glibcxx_debug";
  if (a.size_string != b.size_string) return "size of std::string";
  if (a.size_vector != b.size_vector) return "size of std::vector";
  if (a.size_optional != b.size_optional) return "size of std::optional";
  if (a.exceptions != b.exceptions) return "exceptions";
  return "";
}

}  // namespace curante::detail
