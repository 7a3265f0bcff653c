// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "curante/bytes.hpp"
#include "curante/describe.hpp"
#include "curante/moment.hpp"
#include "curante/money.hpp"
#include "curante/text.hpp"

namespace curante {

/// The closed list of what a contract's struct may hold. Anything else does not compile:
/// no pointers, references or callbacks, no type whose size depends on the platform.
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <>
struct IsVector<Bytes> : std::false_type {};

template <class T>
struct IsText : std::false_type {};
template <class R>
struct IsText<Text<R>> : std::true_type {
  using Rule = R;
};

template <class T>
concept Leaf = std::is_same_v<T, bool> || std::is_same_v<T, int32_t> ||
               std::is_same_v<T, int64_t> || std::is_same_v<T, double> ||
               std::is_same_v<T, std::string> || std::is_same_v<T, Bytes> ||
               std::is_same_v<T, Date> || std::is_same_v<T, Instant> || std::is_same_v<T, Money> ||
               IsText<T>::value || DescribedEnum<T>;

/// Types that hold personal data wherever they stand: FiscalCode, Nre.
template <class T>
constexpr bool is_personal_type() {
  if constexpr (IsOptional<T>::value || IsVector<T>::value) {
    return is_personal_type<typename T::value_type>();
  } else if constexpr (IsText<T>::value) {
    if constexpr (requires { IsText<T>::Rule::personal; }) return IsText<T>::Rule::personal;
  }
  return false;
}

/// The name of a leaf type in a contract's description.
template <Leaf T>
constexpr std::string_view leaf_name() {
  if constexpr (std::is_same_v<T, bool>) return "bool";
  if constexpr (std::is_same_v<T, int32_t>) return "int32";
  if constexpr (std::is_same_v<T, int64_t>) return "int64";
  if constexpr (std::is_same_v<T, double>) return "double";
  if constexpr (std::is_same_v<T, std::string>) return "string";
  if constexpr (std::is_same_v<T, Bytes>) return "bytes";
  if constexpr (std::is_same_v<T, Date>) return "date";
  if constexpr (std::is_same_v<T, Instant>) return "instant";
  if constexpr (std::is_same_v<T, Money>) return "money";
  if constexpr (IsText<T>::value) return IsText<T>::Rule::name;
  if constexpr (DescribedEnum<T>) return "enum";
}

}  // namespace curante
