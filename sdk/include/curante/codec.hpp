// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "curante/joined.hpp"
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

/// Where in a value the reader is. Lives on the stack and becomes text only for an error.
struct Path {
  const Path* outer = nullptr;
  const char* member = nullptr;  ///< null: an element of a list
  size_t index = 0;

  [[gnu::cold]] std::string text() const {
    if (outer == nullptr) return {};
    const std::string before = outer->text();
    if (member == nullptr) return detail::joined({before, "[", detail::decimal(index), "]"});
    return before.empty() ? member : detail::joined({before, ".", member});
  }
};

namespace detail {

[[noreturn, gnu::cold]] inline void wrong_kind(const Path& path, std::string_view wanted) {
  fail("invalid-value", joined({"«", path.text(), "» should be ", wanted}),
              "see the contract's description, GET /api/openapi.json");
}

template <class Parse>
auto located(const Path& path, Parse&& parse) {
  try {
    return parse();
  } catch (const Error& e) {
    fail(e.code(), joined({path.text(), ": ", e.message()}), e.remedy());
  }
}

}  // namespace detail

/// Reads a leaf from a node that is not null. Throws Error naming `path`.
template <Leaf T>
void decode_leaf(const Source& in, T& value, const Path& path) {
  const auto& r = *in.vtable;
  const int32_t kind = r.kind(in.node);
  const auto want = [&](bool fits, std::string_view wanted) {
    if (!fits) detail::wrong_kind(path, wanted);
  };
  if constexpr (std::is_same_v<T, bool>) {
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
  } else {
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
  }
}

/// Reads `in` into `value`, which keeps its members' initialisers where the tree has none.
/// Throws Error naming the path of the first value that does not fit.
template <class T>
void decode(const Source& in, T& value, const Path& path = {}) {
  const auto& r = *in.vtable;
  const int32_t kind = r.kind(in.node);
  if constexpr (IsOptional<T>::value) {
    if (kind == CURANTE_NULL) {
      value.reset();
    } else {
      decode(in, value.emplace(), path);
    }
  } else if (kind == CURANTE_NULL) {
    return;
  } else if constexpr (Leaf<T>) {
    decode_leaf(in, value, path);
  } else if constexpr (IsVector<T>::value) {
    if (kind != CURANTE_ARRAY) detail::wrong_kind(path, "a list");
    value.clear();
    const size_t count = r.count(in.node);
    value.reserve(count);
    for (size_t i = 0; i < count; ++i) {
      decode(Source{in.vtable, r.at(in.node, i)}, value.emplace_back(), Path{&path, nullptr, i});
    }
  } else {
    static_assert(Described<T>, "a contract's struct may hold only the types of kind.hpp");
    if (kind != CURANTE_OBJECT) detail::wrong_kind(path, "an object");
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      const curante_node node = r.get(in.node, str(member.name));
      if (node == nullptr) return;
      decode(Source{in.vtable, node}, value.*member.pointer, Path{&path, member.name, 0});
    });
  }
}

}  // namespace curante
