// SPDX-License-Identifier: Apache-2.0
#include "fake_host.hpp"

#include <cstring>

namespace curante::prescribing {
namespace {

namespace json = boost::json;

const json::value& at(curante_node node) {
  return *static_cast<const json::value*>(node);
}

const curante_reader reader = {
    sizeof(curante_reader),
    [](curante_node n) -> int32_t {
      switch (at(n).kind()) {
        case json::kind::bool_:
          return CURANTE_BOOL;
        case json::kind::int64:
        case json::kind::uint64:
          return CURANTE_INT;
        case json::kind::double_:
          return CURANTE_REAL;
        case json::kind::string:
          return CURANTE_TEXT;
        case json::kind::array:
          return CURANTE_ARRAY;
        case json::kind::object:
          return CURANTE_OBJECT;
        default:
          return CURANTE_NULL;
      }
    },
    [](curante_node n) -> int32_t { return at(n).is_bool() && at(n).get_bool(); },
    [](curante_node n) -> int64_t { return at(n).is_int64() ? at(n).get_int64() : 0; },
    [](curante_node n) -> double { return at(n).is_double() ? at(n).get_double() : 0; },
    [](curante_node n) {
      return at(n).is_string() ? str(std::string_view(at(n).get_string())) : curante_str{"", 0};
    },
    [](curante_node n) -> size_t { return at(n).is_array() ? at(n).get_array().size() : 0; },
    [](curante_node n, size_t i) -> curante_node { return &at(n).get_array()[i]; },
    [](curante_node n, curante_str name) -> curante_node {
      return at(n).is_object()
                 ? at(n).get_object().if_contains(json::string_view(name.data, name.size))
                 : nullptr;
    },
    [](curante_node, size_t) {
      return curante_str{"", 0};
    }};

/// Values under construction: the last one is being filled.
struct Tree {
  std::vector<json::value> open;
  std::vector<std::string> names;
  json::value root;

  void put(json::value value) {
    if (open.empty()) {
      root = std::move(value);
    } else if (open.back().is_array()) {
      open.back().get_array().push_back(std::move(value));
    } else {
      open.back().get_object()[names.back()] = std::move(value);
      names.pop_back();
    }
  }
  void close() {
    json::value done = std::move(open.back());
    open.pop_back();
    put(std::move(done));
  }
};
Tree& tree(void* self) {
  return *static_cast<Tree*>(self);
}

const curante_writer writer = {
    sizeof(curante_writer),
    [](void* s) { tree(s).put(nullptr); },
    [](void* s, int32_t v) { tree(s).put(v != 0); },
    [](void* s, int64_t v) { tree(s).put(v); },
    [](void* s, double v) { tree(s).put(v); },
    [](void* s, curante_str v) { tree(s).put(json::string(json::string_view(v.data, v.size))); },
    [](void* s) { tree(s).open.emplace_back(json::array()); },
    [](void* s) { tree(s).close(); },
    [](void* s) { tree(s).open.emplace_back(json::object()); },
    [](void* s, curante_str n) { tree(s).names.emplace_back(view(n)); },
    [](void* s) { tree(s).close(); }};

const Caller& caller_of(const curante_context* context) {
  return *reinterpret_cast<const Caller*>(context);
}

const curante_ext_binding binding = {
    sizeof binding,
    [](void*, curante_str, uint64_t, uint32_t) -> const curante_binding* { return nullptr; }};
const curante_ext_settings settings = {
    sizeof settings, [](void* self, curante_str name, curante_str* value) -> int32_t {
      const auto& fields = static_cast<const Caller*>(self)->fields;
      const auto found = fields.find("setting " + std::string(view(name)));
      if (found == fields.end()) return 0;
      *value = str(found->second);
      return 1;
    }};
const curante_ext_log log = {sizeof log, [](void*, uint32_t, curante_str) {}};
const curante_ext_json json_text = {sizeof json_text, &FakeHost::parse, &FakeHost::print};
const curante_ext_bus bus = {sizeof bus, nullptr, nullptr};

}  // namespace

int32_t FakeHost::parse(void*, curante_str text,
                        void (*read)(void*, curante_node, const curante_reader*), void* self,
                        const curante_failure* failure) {
  boost::system::error_code bad;
  const json::value value = json::parse(json::string_view(text.data, text.size), bad);
  if (bad) {
    failure->set(failure->self, str("invalid-json"), str("no JSON"), str("write JSON"));
    return CURANTE_FAILED;
  }
  read(self, &value, &reader);
  return CURANTE_OK;
}

void FakeHost::print(void*, void (*write)(void*, const curante_writer*, void*), void* self,
                     void (*take)(void*, curante_str), void* taker) {
  Tree out;
  write(self, &writer, &out);
  const std::string text = json::serialize(out.root);
  take(taker, str(text));
}

const curante_ext_context& FakeHost::contexts() {
  static const curante_ext_context contexts = {
      sizeof(curante_ext_context),
      [](const curante_context* c, curante_str name) {
        const auto& fields = caller_of(c).fields;
        const auto found = fields.find(view(name));
        return found == fields.end() ? curante_str{"", 0} : str(found->second);
      },
      [](const curante_context*, curante_str) -> int32_t { return 1; },
      [](const curante_context*) -> int64_t { return 0; },
      [](void* self) { return reinterpret_cast<const curante_context*>(self); }};
  return contexts;
}

const void* FakeHost::get(void*, const char* id) {
  const std::string_view name = id;
  if (name == "curante.binding/1") return &binding;
  if (name == "curante.context/1") return &contexts();
  if (name == "curante.settings/1") return &settings;
  if (name == "curante.log/1") return &log;
  if (name == "curante.json/1") return &json_text;
  if (name == "curante.bus/1") return &bus;
  return nullptr;
}

}  // namespace curante::prescribing
