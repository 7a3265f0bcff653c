// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::kernel {

/// Where this program's parts lie, found from the program's own place: bin/, lib/curante/,
/// share/curante/ beside each other, in a build tree as in an installation.
struct Installation {
  std::string plugins;          ///< lib/curante
  std::string regions;          ///< share/curante/regions
  std::string config;           ///< share/curante/config
  std::string ui;               ///< share/curante/ui
  std::string trust;            ///< share/curante/trust
  std::string contracts;        ///< share/curante/contracts: a .lock for each of the SDK's
  std::string plugin_template;  ///< share/curante/template

  std::string runner;           ///< bin/curante-runner
  std::string data{};           ///< share/curante/data: signed packages

  static Installation here();
};

}  // namespace curante::kernel
