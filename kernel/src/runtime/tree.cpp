// SPDX-License-Identifier: Apache-2.0
#include "runtime/tree.hpp"

#include <utility>

#include "text/foreign_text.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

const json::value nothing;

const json::value& at_node(curante_node node) {
  return node == nullptr ? nothing : *static_cast<const json::value*>(node);
}

/// JSON's texts say signed what fits; what the host builds of its own counts may say it unsigned.
const uint64_t* as_fitting(const json::value& value) {
  const uint64_t* it = value.if_uint64();
  return it != nullptr && std::in_range<int64_t>(*it) ? it : nullptr;
}

int32_t kind(curante_node node) {
  switch (at_node(node).kind()) {
    case json::kind::null: return CURANTE_NULL;
    case json::kind::bool_: return CURANTE_BOOL;
    case json::kind::int64: return CURANTE_INT;
    case json::kind::uint64:  // beyond int64 no contract type holds it exactly
      return as_fitting(at_node(node)) ? CURANTE_INT : CURANTE_REAL;
    case json::kind::double_: return CURANTE_REAL;
    case json::kind::string: return CURANTE_TEXT;
    case json::kind::array: return CURANTE_ARRAY;
    case json::kind::object: return CURANTE_OBJECT;
  }
  return CURANTE_NULL;
}

int32_t boolean(curante_node node) {
  const bool* value = at_node(node).if_bool();
  return value != nullptr && *value ? 1 : 0;
}
int64_t integer(curante_node node) {
  if (const int64_t* value = at_node(node).if_int64()) return *value;
  const uint64_t* value = as_fitting(at_node(node));
  return value == nullptr ? 0 : static_cast<int64_t>(*value);
}
double real(curante_node node) {
  const json::value& value = at_node(node);
  if (const double* it = value.if_double()) return *it;
  if (const uint64_t* it = value.if_uint64()) return static_cast<double>(*it);
  return static_cast<double>(integer(node));
}
curante_str text(curante_node node) {
  const json::string* value = at_node(node).if_string();
  return value == nullptr ? curante_str{nullptr, 0} : curante_str{value->data(), value->size()};
}
size_t count(curante_node node) {
  const json::value& value = at_node(node);
  if (const json::array* it = value.if_array()) return it->size();
  if (const json::object* it = value.if_object()) return it->size();
  return 0;
}
curante_node at(curante_node node, size_t index) {
  const json::array* array = at_node(node).if_array();
  return array == nullptr || index >= array->size() ? nullptr : &(*array)[index];
}
/// Members are mostly read in the order in which they were written, so the one behind the last is
/// looked at first, whatever object that was in: a guess, which its name confirms.
curante_node get(curante_node node, curante_str name) {
  thread_local ptrdiff_t guess = 0;
  const json::object* object = at_node(node).if_object();
  if (object == nullptr) return nullptr;
  const json::string_view wanted(name.data, name.size);
  const bool there = guess < static_cast<ptrdiff_t>(object->size());
  auto it = object->begin() + (there ? guess : 0);
  if (!there || it->key() != wanted) it = object->find(wanted);
  if (it == object->end()) return nullptr;
  guess = it - object->begin() + 1;
  return &it->value();
}
/// Plugins write octets; a tree holds texts.
template <class Push>
void push_text(curante_str said, Push&& push) {
  const std::string_view octets = view(said);
  is_utf8(octets) ? push(octets) : push(valid_text(octets));
}
curante_str name(curante_node node, size_t index) {
  const json::object* object = at_node(node).if_object();
  if (object == nullptr || index >= object->size()) return {nullptr, 0};
  const auto key = (object->begin() + static_cast<ptrdiff_t>(index))->key();
  return {key.data(), key.size()};
}

}  // namespace

const curante_reader* tree_reader() {
  static const curante_reader reader{sizeof(curante_reader), kind, boolean, integer, real,
                                     text, count, at, get, name};
  return &reader;
}

TreeBuilder::TreeBuilder(json::storage_ptr storage) : storage_(std::move(storage)) { clear(); }

void TreeBuilder::clear() {
  stack_.reset(storage_);
  levels_.clear();
  misplaced_ = 0;
  complete_ = false;
}

bool TreeBuilder::accepts() {
  if (misplaced_ > 0) return false;
  if (levels_.empty()) return !complete_;
  return !levels_.back().object || levels_.back().named;
}

bool TreeBuilder::skips_end() {
  if (misplaced_ == 0) return false;
  --misplaced_;
  return true;
}

void TreeBuilder::placed() {
  if (levels_.empty()) {
    complete_ = true;
  } else {
    ++levels_.back().count;
    levels_.back().named = false;
  }
}

template <bool Object>
void TreeBuilder::begin(void* self) {
  auto& it = *static_cast<TreeBuilder*>(self);
  // What begins in a wrong place is skipped to its end, which must not close another's level.
  if (it.accepts()) {
    it.levels_.push_back({Object, false, 0});
  } else {
    ++it.misplaced_;
  }
}

void TreeBuilder::end_array(void* self) {
  auto& it = *static_cast<TreeBuilder*>(self);
  if (it.skips_end() || it.levels_.empty() || it.levels_.back().object) return;
  it.stack_.push_array(it.levels_.back().count);
  it.levels_.pop_back();
  it.placed();
}

void TreeBuilder::name(void* self, curante_str text) {
  auto& it = *static_cast<TreeBuilder*>(self);
  if (it.misplaced_ > 0 || it.levels_.empty() || !it.levels_.back().object ||
      it.levels_.back().named) {
    return;
  }
  push_text(text, [&](json::string_view name) { it.stack_.push_key(name); });
  it.levels_.back().named = true;
}

void TreeBuilder::end_object(void* self) {
  auto& it = *static_cast<TreeBuilder*>(self);
  if (it.skips_end() || it.levels_.empty() || !it.levels_.back().object) return;
  if (it.levels_.back().named) {
    it.stack_.push_null();
    ++it.levels_.back().count;
  }
  it.stack_.push_object(it.levels_.back().count);
  it.levels_.pop_back();
  it.placed();
}

const curante_writer* TreeBuilder::writer() {
  static constexpr auto scalar = [](void* self, auto&& push) {
    auto& it = *static_cast<TreeBuilder*>(self);
    if (!it.accepts()) return;
    push(it.stack_);
    it.placed();
  };
  static const curante_writer writer{
      sizeof(curante_writer),
      [](void* self) { scalar(self, [](auto& stack) { stack.push_null(); }); },
      [](void* self, int32_t v) { scalar(self, [v](auto& stack) { stack.push_bool(v != 0); }); },
      [](void* self, int64_t v) { scalar(self, [v](auto& stack) { stack.push_int64(v); }); },
      [](void* self, double v) { scalar(self, [v](auto& stack) { stack.push_double(v); }); },
      [](void* self, curante_str v) {
        scalar(self, [v](auto& stack) {
          push_text(v, [&](json::string_view text) { stack.push_string(text); });
        });
      },
      &TreeBuilder::begin<false>,
      &TreeBuilder::end_array,
      &TreeBuilder::begin<true>,
      &TreeBuilder::name,
      &TreeBuilder::end_object};
  return &writer;
}

json::value TreeBuilder::take() {
  misplaced_ = 0;
  while (!levels_.empty()) {
    if (levels_.back().object) {
      end_object(this);
    } else {
      end_array(this);
    }
  }
  if (!complete_) stack_.push_null();
  json::value tree = stack_.release();
  clear();
  return tree;
}

std::string to_text(const json::value& value) { return json::serialize(value); }

json::value parse_text(std::string_view text, json::storage_ptr storage) {
  json::error_code failed;
  json::stream_parser parser(storage, {.max_depth = 64});
  const size_t used = parser.write_some(text, failed);
  if (!failed && used < text.size()) failed = json::error::extra_data;
  if (!failed) parser.finish(failed);
  if (failed) {
    throw Error("invalid-json", "the text is no JSON: " + failed.message() + " after " +
                                    std::to_string(used) + " octets",
                "send a JSON object as the contract's description says");
  }
  return parser.release();
}

}  // namespace curante::kernel
