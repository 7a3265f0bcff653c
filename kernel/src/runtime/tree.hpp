// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <vector>

#include "curante/codec.hpp"

namespace curante::kernel {

/// The vtable by which plugins read the host's trees; a node is a `const boost::json::value*`.
const curante_reader* tree_reader();
inline Source source_of(const boost::json::value& value) { return {tree_reader(), &value}; }

/// Builds one tree from a plugin's writer calls. A sequence of calls that makes no tree (a member
/// without a name, two values at the top) gives what could be understood and never crashes; what is
/// no UTF-8 becomes U+FFFD.
/// Use from one thread at a time.
class TreeBuilder {
 public:
  explicit TreeBuilder(boost::json::storage_ptr storage = {});

  Sink sink() { return {writer(), this}; }
  /// The finished tree; the builder is empty again.
  boost::json::value take();
  void clear();

  static const curante_writer* writer();

 private:
  struct Level {
    bool object = false;
    bool named = false;  ///< an object's member has its name and waits for its value
    size_t count = 0;
  };

  bool accepts();
  bool skips_end();
  void placed();
  template <bool Object>
  static void begin(void* self);
  static void end_array(void* self);
  static void name(void* self, curante_str text);
  static void end_object(void* self);

  boost::json::storage_ptr storage_;
  boost::json::value_stack stack_;
  std::vector<Level> levels_;
  size_t misplaced_ = 0;  ///< levels opened where no value belongs
  bool complete_ = false;
};

/// A value's canonical text: members in the order they were written, no white space.
std::string to_text(const boost::json::value& value);

/// Parses strictly; throws Error{"invalid-json"} saying where. At most 64 levels deep.
boost::json::value parse_text(std::string_view text, boost::json::storage_ptr storage = {});

/// A described value as a tree, and back.
template <class T>
boost::json::value to_tree(const T& value) {
  TreeBuilder builder;
  encode(builder.sink(), value);
  return builder.take();
}
template <class T>
T from_tree(const boost::json::value& tree) {
  T value{};
  decode(source_of(tree), value);
  return value;
}

}  // namespace curante::kernel
