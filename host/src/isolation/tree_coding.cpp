// SPDX-License-Identifier: Apache-2.0
#include "isolation/tree_coding.hpp"

#include "curante/error.hpp"
#include "runtime/tree.hpp"

namespace curante::isolation {

namespace json = boost::json;

namespace {

enum class Tag : uint8_t { null, no, yes, integer, real, text, array, object };

/// What is left of the bounds.
struct Budget {
  uint32_t values = most_values;
  unsigned depth = deepest_tree;
};

struct Encoder {
  OctetWriter& out;
  Budget left{};

  void tag(Tag tag) { out.u8(static_cast<uint8_t>(tag)); }

  void value(const json::value& it) {
    if (left.values-- == 0 || left.depth == 0) {
      throw Error("call-too-large", "a call's data has too many values, or lies too deep",
                  "ask for less at once");
    }
    switch (it.kind()) {
      case json::kind::null:
        return tag(Tag::null);
      case json::kind::bool_:
        return tag(it.get_bool() ? Tag::yes : Tag::no);
      case json::kind::int64:
        return tag(Tag::integer), out.i64(it.get_int64());
      case json::kind::uint64:  // beyond int64: every reader takes it as a real
        return tag(Tag::real), out.real(static_cast<double>(it.get_uint64()));
      case json::kind::double_:
        return tag(Tag::real), out.real(it.get_double());
      case json::kind::string:
        return tag(Tag::text), out.text(it.get_string());
      case json::kind::array:
        return array(it.get_array());
      case json::kind::object:
        return object(it.get_object());
    }
  }

  void array(const json::array& it) {
    tag(Tag::array);
    out.u32(static_cast<uint32_t>(it.size()));
    --left.depth;
    for (const json::value& element : it) value(element);
    ++left.depth;
  }

  void object(const json::object& it) {
    tag(Tag::object);
    out.u32(static_cast<uint32_t>(it.size()));
    --left.depth;
    for (const auto& [name, member] : it) {
      out.text(name);
      value(member);
    }
    ++left.depth;
  }
};

struct Decoder {
  OctetReader& in;
  const Sink& sink;
  Budget left{};

  void value() {
    const curante_writer& out = *sink.vtable;
    if (left.values-- == 0 || left.depth == 0) {
      throw MalformedFrame("a tree has too many values, or is too deep");
    }
    switch (static_cast<Tag>(in.u8())) {
      case Tag::null:
        return out.null(sink.self);
      case Tag::no:
        return out.boolean(sink.self, 0);
      case Tag::yes:
        return out.boolean(sink.self, 1);
      case Tag::integer:
        return out.integer(sink.self, in.i64());
      case Tag::real:
        return out.real(sink.self, in.real());
      case Tag::text:
        return out.text(sink.self, str(in.text()));
      case Tag::array:
        return array();
      case Tag::object:
        return object();
    }
    throw MalformedFrame("a tree has a value of no kind");
  }

  /// Each takes an octet at least, so a count beyond what is left is a lie.
  uint32_t count() {
    const uint32_t count = in.u32();
    if (count > in.left()) throw MalformedFrame("a tree is longer than its frame");
    return count;
  }

  void array() {
    sink.vtable->begin_array(sink.self);
    --left.depth;
    for (uint32_t i = count(); i > 0; --i) value();
    ++left.depth;
    sink.vtable->end_array(sink.self);
  }

  void object() {
    sink.vtable->begin_object(sink.self);
    --left.depth;
    for (uint32_t i = count(); i > 0; --i) {
      sink.vtable->name(sink.self, str(in.text()));
      value();
    }
    ++left.depth;
    sink.vtable->end_object(sink.self);
  }
};

}  // namespace

void encode_tree(OctetWriter& out, const json::value& tree) {
  Encoder{out}.value(tree);
}

void decode_tree(OctetReader& in, const Sink& out) {
  Decoder{in, out}.value();
}

json::value decode_tree(OctetReader& in) {
  kernel::TreeBuilder builder;
  decode_tree(in, builder.sink());
  return builder.take();
}

}  // namespace curante::isolation
