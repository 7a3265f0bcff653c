// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// The running host itself: its plugins, to look at and to change, and its figures. Provided by the
/// host; for administrators, not for plugins, which cannot bind to it.
namespace curante::hosting {

/// How a plugin reaches one contract.
struct Binding {
  std::string contract;
  std::string provider;   ///< a plugin's id; empty when nobody provides it
  std::string path;       ///< "direct", "marshalled", "isolated" or "none"
  std::string reason;     ///< why this path, or why none
  bool optional = false;  ///< the plugin runs without, too
};
CURANTE_DESCRIBE(Binding, contract, provider, path, reason, optional);

/// The process of an isolated plugin.
struct Process {
  std::string state;  ///< "running", "restarting" or "quarantined"
  int64_t pid = 0;
  int64_t restarts = 0;    ///< since the host started
  std::string last_crash;  ///< when and how, or empty
  int64_t memory_kb = 0;
  int64_t calls = 0;
  int64_t failed = 0;
};
CURANTE_DESCRIBE(Process, state, pid, restarts, last_crash, memory_kb, calls, failed);

struct Plugin {
  std::string id;
  std::string version;
  std::string name;     ///< for people
  std::string state;    ///< "ready", "failed", "disabled" …
  std::string problem;  ///< why it failed
  std::string issuer;   ///< who vouches for it; empty for a part of the host
  std::string issuer_kind;
  bool mock = false;      ///< stands in for a real service
  bool isolated = false;  ///< has a process of its own
  bool fixed = false;     ///< users or operators come in through it: it cannot change at run time
  double start_ms = 0;
  std::vector<std::string> provides;
  std::vector<Binding> bindings;
  std::vector<std::string> needed_by;  ///< ids of who cannot do without it, nearest first
  Process process;                     ///< of an isolated one
};
CURANTE_DESCRIBE(Plugin, id, version, name, state, problem, issuer, issuer_kind, mock, isolated,
                 fixed, start_ms, provides, bindings, needed_by, process);

struct PluginList {
  std::vector<Plugin> plugins;  ///< in the order in which they started
};
CURANTE_DESCRIBE(PluginList, plugins);

struct ListPlugins {
  using Reply = PluginList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "plugins.manage";
};
CURANTE_DESCRIBE(ListPlugins);

/// What was, what is, and whom it concerns.
struct Change {
  std::string plugin;
  std::string state_before;
  std::string version_before;
  std::string state;
  std::string version;
  std::vector<std::string> affected;  ///< ids of who cannot do without it, nearest first
};
CURANTE_DESCRIBE(Change, plugin, state_before, version_before, state, version, affected);

/// Stops one plugin; calls of it answer "contract-unavailable" from then on. Throws
/// "plugin-needed", naming who cannot do without it, unless `confirmed`; "plugin-unknown",
/// "plugin-is-entry", "plugin-changing", "plugin-in-call".
struct DisablePlugin {
  using Reply = Change;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "plugins.manage";
  std::string plugin;
  bool confirmed = false;
};
CURANTE_DESCRIBE(DisablePlugin, plugin, confirmed);

/// Starts what was disabled or failed. Throws what starting it throws; "plugin-runs",
/// "plugin-unknown", "plugin-is-entry", "plugin-changing", "plugin-in-call".
struct EnablePlugin {
  using Reply = Change;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "plugins.manage";
  std::string plugin;
};
CURANTE_DESCRIBE(EnablePlugin, plugin);

/// Takes what lies installed now for this plugin. Calls wait meanwhile. Throws
/// "plugin-not-admitted" with every reason why it, or another because of it, would be refused, and
/// what starting it throws: then the old one runs on. Else as EnablePlugin.
struct ReplacePlugin {
  using Reply = Change;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "plugins.manage";
  std::string plugin;
};
CURANTE_DESCRIBE(ReplacePlugin, plugin);

struct MetricsText {
  std::string text;  ///< Prometheus text, version 0.0.4
};
CURANTE_DESCRIBE(MetricsText, text);

/// Figures of host, plugins and calls, and what providers of metrics/1 count. No personal data.
struct Metrics {
  using Reply = MetricsText;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "metrics.read";
};
CURANTE_DESCRIBE(Metrics);

struct Contract {
  static constexpr std::string_view id = "hosting/1";
  using Calls = curante::Calls<ListPlugins, DisablePlugin, EnablePlugin, ReplacePlugin, Metrics>;
};

}  // namespace curante::hosting
