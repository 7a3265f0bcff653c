// SPDX-License-Identifier: Apache-2.0
#include "operation/plugin_facts.hpp"

#include <algorithm>

#include "runtime/tree.hpp"

namespace curante::kernel {

namespace {

struct Manifest {
  std::string name, issuer, issuer_kind;
  bool mock = false;
};
CURANTE_DESCRIBE(Manifest, name, issuer, issuer_kind, mock);

/// A plugin as the directory writes it.
struct Entry {
  std::string id, version, state, problem;
  bool fixed = false;
  double start_ms = 0;
  std::vector<std::string> provides;
  std::vector<hosting::Binding> bindings;
  Manifest manifest;
  hosting::Process process;
};
CURANTE_DESCRIBE(Entry, id, version, state, problem, fixed, start_ms, provides, bindings, manifest,
                 process);

struct Directory {
  std::vector<Entry> plugins;
};
CURANTE_DESCRIBE(Directory, plugins);

bool requires_one(const Entry& consumer, const std::string& provider) {
  return std::any_of(consumer.bindings.begin(), consumer.bindings.end(),
                     [&](const auto& it) { return it.provider == provider && !it.optional; });
}

/// Who requires `id`, who requires those, and so on.
std::vector<std::string> needed_by(const std::vector<Entry>& all, const std::string& id) {
  std::vector<std::string> found{id};
  for (size_t i = 0; i < found.size(); ++i) {
    for (const Entry& it : all) {
      const bool known = std::find(found.begin(), found.end(), it.id) != found.end();
      if (!known && requires_one(it, found[i])) found.push_back(it.id);
    }
  }
  found.erase(found.begin());
  return found;
}

/// The process of a plugin whose requirements are missing was made and never begun: enabling the
/// plugin makes another.
hosting::Process shown(const Entry& it) {
  hosting::Process process = it.process;
  if (it.state == "failed" && process.state == "starting") process.state = "idle";
  return process;
}

}  // namespace

hosting::PluginList plugin_facts(const boost::json::object& directory) {
  const auto all = from_tree<Directory>(directory).plugins;
  hosting::PluginList list;
  for (const Entry& it : all) {
    list.plugins.push_back({it.id, it.version, it.manifest.name, it.state, it.problem,
                            it.manifest.issuer, it.manifest.issuer_kind, it.manifest.mock,
                            !it.process.state.empty(), it.fixed, it.start_ms, it.provides,
                            it.bindings, needed_by(all, it.id), shown(it)});
  }
  return list;
}

const hosting::Plugin* find_plugin(const hosting::PluginList& list, std::string_view id) {
  const auto found = std::find_if(list.plugins.begin(), list.plugins.end(),
                                  [&](const hosting::Plugin& it) { return it.id == id; });
  return found == list.plugins.end() ? nullptr : &*found;
}

}  // namespace curante::kernel
