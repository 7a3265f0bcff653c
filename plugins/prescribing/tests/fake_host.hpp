// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "curante/host.hpp"

/// A host of a test's own: contexts with any user, settings, JSON text. No bindings and no bus: the
/// parts under test get their neighbours as functions.
namespace curante::prescribing {

/// The fields of a context, by name.
struct Caller {
  std::map<std::string, std::string, std::less<>> fields;

  CallContext context() const;
};

class FakeHost {
 public:
  FakeHost() { background_.fields["practice"] = "prova"; }
  Host host() const { return Host(&edge_); }
  void set(const std::string& setting, const std::string& value) {
    background_.fields["setting " + setting] = value;
  }

  static int32_t parse(void*, curante_str text,
                       void (*read)(void*, curante_node, const curante_reader*), void* self,
                       const curante_failure* failure);
  static void print(void*, void (*write)(void*, const curante_writer*, void*), void* self,
                    void (*take)(void*, curante_str), void* taker);
  static const curante_ext_context& contexts();

 private:
  static const void* get(void*, const char* id);

  Caller background_;
  curante_host edge_{sizeof(curante_host), &background_, &FakeHost::get};
};

inline CallContext Caller::context() const {
  return {reinterpret_cast<const curante_context*>(this), &FakeHost::contexts()};
}

}  // namespace curante::prescribing
