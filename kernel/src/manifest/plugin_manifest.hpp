// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "info/struct_reader.hpp"

namespace curante::kernel {

/// What a plugin says of itself in plugin.info, whose bytes lie in its library.

struct ProvidedEntry {
  int32_t minor = 0;
  bool plural = false;  ///< other plugins may provide it beside this one
};
CURANTE_DESCRIBE(ProvidedEntry, minor, plural);

struct UsedEntry {
  int32_t minor = 0;      ///< the least it needs
  bool optional = false;  ///< it runs without, too
  bool each = false;      ///< all providers of a plural contract
};
CURANTE_DESCRIBE(UsedEntry, minor, optional, each);

/// A page of the web face (its own address) or a panel (a part of a page of the shell).
struct ScreenEntry {
  std::string path;     ///< page: its address
  std::string slot;     ///< panel: where it belongs
  std::string element;  ///< the custom element
  std::string title;
  std::string permission;  ///< who does not have it does not see it
  int32_t order = 100;
};
CURANTE_DESCRIBE(ScreenEntry, path, slot, element, title, permission, order);

struct UiEntry {
  std::string module;  ///< ES module that defines the elements
  Repeated<ScreenEntry> page, panel;
};
CURANTE_DESCRIBE(UiEntry, module, page, panel);

struct PluginManifest {
  std::string id;       ///< reverse-domain or `curante.name`
  std::string version;  ///< major.minor.patch
  std::string name;     ///< for people
  Named<ProvidedEntry> provides;
  Named<UsedEntry> uses;
  Named<std::string> publishes, hears;  ///< events: each with the contract it belongs to
  bool entry = false;     ///< users come in through it
  bool mock = false;      ///< stands in for a real service: only in a profile that allows mocks
  bool isolated = false;  ///< wants a process of its own
  bool network = false;   ///< in that process, wants the machine's network
  bool host_process = false;  ///< runs in the host's alone: it starts programs of its own
  UiEntry ui;
  Named<std::string> data;  ///< signed packages that it wants: its name → file in share/curante/data
};
CURANTE_DESCRIBE(PluginManifest, id, version, name, provides, uses, publishes, hears, entry, mock,
                 isolated, network, host_process, ui, data);

/// Reads and checks the bytes of a plugin.info. `file` names it in problems.
std::optional<PluginManifest> read_plugin_manifest(std::string_view text, const std::string& file,
                                                   Problems& problems);

/// "chart/1": lower case letters, digits and '-', a slash, a number.
bool is_contract_id(std::string_view text);
/// Letters, digits, '-' and at least one dot.
bool is_plugin_id(std::string_view text);

}  // namespace curante::kernel
