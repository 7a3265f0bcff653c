// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "curante/kind.hpp"

namespace curante {

/// Walks described structs through the host's reader and writer; the text belongs to the host.
/// Wire rule: an unknown member is ignored; a missing or null one keeps its initialiser.

/// Where values are written to: the host's tree.
struct Sink {
  const curante_writer* vtable;
  void* self;
};

/// Where values are read from: a node of the host's tree.
struct Source {
  const curante_reader* vtable;
  curante_node node;
};

template <class T>
void encode(const Sink& out, const T& value) {
  const auto& w = *out.vtable;
  if constexpr (std::is_same_v<T, bool>) {
    w.boolean(out.self, value);
  } else if constexpr (std::is_same_v<T, int32_t> || std::is_same_v<T, int64_t>) {
    w.integer(out.self, value);
  } else if constexpr (std::is_same_v<T, double>) {
    w.real(out.self, value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    w.text(out.self, str(value));
  } else if constexpr (std::is_same_v<T, Bytes>) {
    const std::string text = to_base64(value);
    w.text(out.self, str(text));
  } else if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Instant>) {
    const std::string text = value.iso();
    w.text(out.self, str(text));
  } else if constexpr (std::is_same_v<T, Money>) {
    w.integer(out.self, value.cents);
  } else if constexpr (IsText<T>::value) {
    w.text(out.self, str(value.value()));
  } else if constexpr (DescribedEnum<T>) {
    w.text(out.self, str(boost::describe::enum_to_string(value, "")));
  } else if constexpr (IsOptional<T>::value) {
    if (value) {
      encode(out, *value);
    } else {
      w.null(out.self);
    }
  } else if constexpr (IsVector<T>::value) {
    w.begin_array(out.self);
    for (const auto& element : value) encode(out, element);
    w.end_array(out.self);
  } else {
    static_assert(Described<T>, "a contract's struct may hold only the types of kind.hpp");
    w.begin_object(out.self);
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      w.name(out.self, str(member.name));
      encode(out, value.*member.pointer);
    });
    w.end_object(out.self);
  }
}

namespace detail {

[[noreturn]] inline void wrong_kind(std::string_view path, std::string_view wanted) {
  throw Error("invalid-value", "«" + std::string(path) + "» should be " + std::string(wanted),
              "see the contract's description, GET /api/openapi.json");
}

template <class Parse>
auto located(std::string_view path, Parse&& parse) {
  try {
    return parse();
  } catch (const Error& e) {
    throw Error(e.code(), std::string(path) + ": " + e.message(), e.remedy());
  }
}

}  // namespace detail

/// Reads `in` into `value`, which keeps its members' initialisers where the tree has none.
/// Throws Error naming the path of the first value that does not fit.
template <class T>
void decode(const Source& in, T& value, const std::string& path = {}) {
  const auto& r = *in.vtable;
  const int32_t kind = r.kind(in.node);
  const auto want = [&](bool fits, std::string_view wanted) {
    if (!fits) detail::wrong_kind(path, wanted);
  };
  if constexpr (IsOptional<T>::value) {
    if (kind == CURANTE_NULL) {
      value.reset();
    } else {
      decode(in, value.emplace(), path);
    }
  } else if (kind == CURANTE_NULL) {
    return;
  } else if constexpr (std::is_same_v<T, bool>) {
    want(kind == CURANTE_BOOL, "true or false");
    value = r.boolean(in.node) != 0;
  } else if constexpr (std::is_same_v<T, int32_t>) {
    const int64_t wide = r.integer(in.node);
    want(kind == CURANTE_INT && wide >= INT32_MIN && wide <= INT32_MAX, "a 32-bit whole number");
    value = static_cast<int32_t>(wide);
  } else if constexpr (std::is_same_v<T, int64_t>) {
    want(kind == CURANTE_INT, "a whole number");
    value = r.integer(in.node);
  } else if constexpr (std::is_same_v<T, Money>) {
    want(kind == CURANTE_INT, "a whole number of cents");
    value.cents = r.integer(in.node);
  } else if constexpr (std::is_same_v<T, double>) {
    want(kind == CURANTE_REAL || kind == CURANTE_INT, "a number");
    value = kind == CURANTE_INT ? static_cast<double>(r.integer(in.node)) : r.real(in.node);
  } else if constexpr (Leaf<T>) {
    want(kind == CURANTE_TEXT, "a text");
    const std::string_view text = view(r.text(in.node));
    if constexpr (std::is_same_v<T, std::string>) {
      value = text;
    } else if constexpr (std::is_same_v<T, Bytes>) {
      value = detail::located(path, [&] { return from_base64(text); });
    } else if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Instant>) {
      value = detail::located(path, [&] { return T::parse(text); });
    } else if constexpr (IsText<T>::value) {
      value = detail::located(path, [&] { return T(text); });
    } else {
      const std::string name(text);
      want(boost::describe::enum_from_string(name.c_str(), value), "one of the contract's values");
    }
  } else if constexpr (IsVector<T>::value) {
    want(kind == CURANTE_ARRAY, "a list");
    value.clear();
    const size_t count = r.count(in.node);
    value.reserve(count);
    for (size_t i = 0; i < count; ++i) {
      decode(Source{in.vtable, r.at(in.node, i)}, value.emplace_back(),
             path + "[" + std::to_string(i) + "]");
    }
  } else {
    static_assert(Described<T>, "a contract's struct may hold only the types of kind.hpp");
    want(kind == CURANTE_OBJECT, "an object");
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      const curante_node node = r.get(in.node, str(member.name));
      if (node == nullptr) return;
      decode(Source{in.vtable, node}, value.*member.pointer,
             path.empty() ? std::string(member.name) : path + "." + member.name);
    });
  }
}

}  // namespace curante
