// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "curante/kind.hpp"

namespace curante {

/// FNV-1a over everything that two compilations must agree on before they may pass a struct by
/// address: names, order, kinds, offsets, sizes, alignments, enumeration values, recursively.
/// It decides speed, never admission.
class LayoutHash {
 public:
  constexpr void text(std::string_view s) {
    for (char c : s) byte(static_cast<uint8_t>(c));
    byte(0);
  }
  constexpr void number(uint64_t n) {
    for (int i = 0; i < 8; ++i) byte(static_cast<uint8_t>(n >> (8 * i)));
  }
  constexpr uint64_t value() const { return state_; }

 private:
  constexpr void byte(uint8_t b) { state_ = (state_ ^ b) * 0x100000001b3ULL; }
  uint64_t state_ = 0xcbf29ce484222325ULL;
};

template <class T>
constexpr void hash_layout(LayoutHash& hash) {
  hash.number(sizeof(T));
  hash.number(alignof(T));
  if constexpr (IsOptional<T>::value) {
    hash.text("optional");
    hash_layout<typename T::value_type>(hash);
  } else if constexpr (IsVector<T>::value) {
    hash.text("vector");
    hash_layout<typename T::value_type>(hash);
  } else if constexpr (DescribedEnum<T>) {
    hash.text("enum");
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto e) {
      hash.text(e.name);
      hash.number(static_cast<uint64_t>(e.value));
    });
  } else if constexpr (Leaf<T>) {
    hash.text(leaf_name<T>());
  } else {
    static_assert(Described<T>, "a contract's struct may hold only the types of kind.hpp");
    hash.text("struct");
    constexpr auto offsets = curante_offsets(static_cast<const T*>(nullptr));
    size_t index = 0;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      hash.text(member.name);
      hash.number(offsets[index++]);
      hash_layout<std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>>(hash);
    });
  }
}

}  // namespace curante
