// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "curante/guarded.hpp"
#include "curante/host.hpp"
#include "runtime/tree.hpp"

namespace curante::testing {

/// JSON as the host writes and reads it, for what plays a host. Safe from any thread.
class HostsJson {
 public:
  static const curante_ext_json* extension() {
    static constexpr curante_ext_json it{sizeof it, &parse, &print};
    return &it;
  }

 private:
  static int32_t parse(void*, curante_str text,
                       void (*read)(void*, curante_node, const curante_reader*), void* reader,
                       const curante_failure* failure) {
    return guarded(failure, [&] {
      const boost::json::value tree = kernel::parse_text(view(text));
      read(reader, &tree, kernel::tree_reader());
    });
  }
  static void print(void*, void (*write)(void*, const curante_writer*, void*), void* writer,
                    void (*take)(void*, curante_str), void* taker) {
    kernel::TreeBuilder builder;
    write(writer, kernel::TreeBuilder::writer(), &builder);
    const std::string text = kernel::to_text(builder.take());
    take(taker, str(text));
  }
};

/// JSON, and nothing else of a host.
class JsonHost {
 public:
  Host host() const { return Host(&edge_); }

 private:
  static const void* get(void*, const char* id) {
    static constexpr char other[512] = {};
    if (std::string_view(id) == "curante.json/1") return HostsJson::extension();
    return other;
  }
  curante_host edge_{sizeof(curante_host), nullptr, get};
};

}  // namespace curante::testing
