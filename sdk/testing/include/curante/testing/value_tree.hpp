// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "curante/codec.hpp"

namespace curante::testing {

/// A value as the host's tree would hold it: written through the C edge's writer, read through its
/// reader. Well-formed writing only, as `encode` does it. Use from one thread at a time.
class ValueTree {
 public:
  ValueTree() = default;
  ValueTree(const ValueTree&) = delete;
  ValueTree& operator=(const ValueTree&) = delete;

  Sink sink() { return {writer(), this}; }
  /// Valid as long as this object, and until something is written.
  Source source() const { return {reader(), &root_}; }

  static const curante_writer* writer() {
    static constexpr curante_writer vtable{
        sizeof(curante_writer),
        [](void* self) { place(self, CURANTE_NULL); },
        [](void* self, int32_t value) { place(self, CURANTE_BOOL).integer = value; },
        [](void* self, int64_t value) { place(self, CURANTE_INT).integer = value; },
        [](void* self, double value) { place(self, CURANTE_REAL).real = value; },
        [](void* self, curante_str value) { place(self, CURANTE_TEXT).text = view(value); },
        [](void* self) { open(self, CURANTE_ARRAY); },
        &ValueTree::close,
        [](void* self) { open(self, CURANTE_OBJECT); },
        [](void* self, curante_str name) { of(self).open_.back()->names.emplace_back(view(name)); },
        &ValueTree::close};
    return &vtable;
  }

  static const curante_reader* reader() {
    static constexpr curante_reader vtable{
        sizeof(curante_reader),
        [](curante_node node) { return read(node).kind; },
        [](curante_node node) { return static_cast<int32_t>(read(node).integer != 0); },
        [](curante_node node) { return read(node).integer; },
        [](curante_node node) { return read(node).real; },
        [](curante_node node) { return str(read(node).text); },
        [](curante_node node) { return read(node).items.size(); },
        &ValueTree::at,
        &ValueTree::get,
        [](curante_node node, size_t index) {
          const auto& names = read(node).names;
          return index < names.size() ? str(names[index]) : curante_str{};
        }};
    return &vtable;
  }

 private:
  struct Value {
    int32_t kind = CURANTE_NULL;
    int64_t integer = 0;
    double real = 0;
    std::string text;
    std::vector<std::string> names;  ///< of an object's members, in the order of `items`
    std::vector<Value> items;
  };

  static ValueTree& of(void* self) { return *static_cast<ValueTree*>(self); }
  static Value& place(void* self, int32_t kind) {
    ValueTree& tree = of(self);
    Value& value = tree.open_.empty() ? tree.root_ : tree.open_.back()->items.emplace_back();
    value.kind = kind;
    return value;
  }
  /// An open list or object does not move: what holds it grows no more until it is closed.
  static void open(void* self, int32_t kind) { of(self).open_.push_back(&place(self, kind)); }
  static void close(void* self) { of(self).open_.pop_back(); }

  static const Value& read(curante_node node) {
    static const Value nothing;
    return node == nullptr ? nothing : *static_cast<const Value*>(node);
  }
  static curante_node at(curante_node node, size_t index) {
    const auto& items = read(node).items;
    return index < items.size() ? &items[index] : nullptr;
  }
  static curante_node get(curante_node node, curante_str name) {
    const Value& object = read(node);
    for (size_t i = 0; i < object.names.size(); ++i) {
      if (object.names[i] == view(name)) return &object.items[i];
    }
    return nullptr;
  }

  Value root_;
  std::vector<Value*> open_;
};

}  // namespace curante::testing
