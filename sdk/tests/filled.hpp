// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/kind.hpp"

namespace curante {

/// A value of any type that a contract may hold, with nothing left at its initialiser (texts with a
/// rule excepted): what is lost on the way is seen.
template <class T>
void fill(T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = !value;
  } else if constexpr (std::is_same_v<T, std::string>) {
    value = "così «fatto»\n";
  } else if constexpr (std::is_same_v<T, Bytes>) {
    value = Bytes{0, 1, 255};
  } else if constexpr (std::is_same_v<T, Date>) {
    value.days = 20'780;
  } else if constexpr (std::is_same_v<T, Instant>) {
    value.ms = 1'795'450'800'123;
  } else if constexpr (std::is_same_v<T, Money>) {
    value.cents = 1234;
  } else if constexpr (std::is_arithmetic_v<T>) {
    value = 7;
  } else if constexpr (DescribedEnum<T>) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto e) { value = e.value; });
  } else if constexpr (IsOptional<T>::value) {
    fill(value.emplace());
  } else if constexpr (IsVector<T>::value) {
    fill(value.emplace_back());
  } else if constexpr (!IsText<T>::value) {
    boost::mp11::mp_for_each<Members<T>>([&](auto member) { fill(value.*member.pointer); });
  }
}

template <class T>
T filled() {
  T value{};
  fill(value);
  return value;
}

}  // namespace curante
