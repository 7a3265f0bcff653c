// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <map>
#include <string>

#include "info/problem.hpp"

namespace curante::kernel {

/// The host's own settings, each with where it came from.
/// Order of overlays: config/curante.info < site file < environment < flags.
class HostSettings {
 public:
  /// Reads the defaults, the site file (flag or environment name it; none is fine), then the
  /// environment (CURANTE_PORT for `port`), then `flags`. What is wrong goes to `problems`.
  HostSettings(const std::string& defaults_file, const std::map<std::string, std::string>& flags,
               Problems& problems);

  /// The value, or empty.
  std::string get(const std::string& name) const;
  std::string source(const std::string& name) const;
  /// A port number. Anything else is a problem, and 0.
  int port(Problems& problems) const;

 private:
  void set(const std::string& name, const std::string& value, const std::string& source, int line,
           Problems& problems);
  /// One of these, or nothing.
  void expect(const std::string& name, std::initializer_list<std::string> values,
              Problems& problems) const;
  void read_file(const std::string& file, Problems& problems);

  struct Value {
    std::string text, source;
  };
  std::map<std::string, Value> values_;
};

}  // namespace curante::kernel
