// SPDX-License-Identifier: Apache-2.0
#include "operation/host_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

namespace curante::kernel {

namespace {

using Plugins = std::vector<hosting::Plugin>;

double resident_bytes() {
  std::ifstream in("/proc/self/statm");
  double all = 0, resident = 0;
  in >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& it) {
    return static_cast<double>(it.tv_sec) + static_cast<double>(it.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// Since this program began, as far as it can tell: since this part of it was first loaded.
const auto began = std::chrono::steady_clock::now();

void process(PrometheusText& out) {
  const std::chrono::duration<double> up = std::chrono::steady_clock::now() - began;
  out.family("curante_uptime_seconds", "gauge", "How long the host has been running.");
  out.sample({}, up.count());
  out.family("process_resident_memory_bytes", "gauge", "Memory of the host's own process.");
  out.sample({}, resident_bytes());
  out.family("process_cpu_seconds_total", "counter", "Processor time of the host's own process.");
  out.sample({}, processor_seconds());
}

/// A family with one sample a plugin.
template <class Value>
void each(PrometheusText& out, const Plugins& plugins, const char* name, const char* type,
          const char* help, Value&& value) {
  out.family(name, type, help);
  for (const hosting::Plugin& it : plugins) out.sample({{"plugin", it.id}}, value(it));
}

void bindings(PrometheusText& out, const Plugins& plugins) {
  out.family("curante_binding_path", "gauge", "By which path a plugin reaches a contract.");
  for (const hosting::Plugin& it : plugins) {
    for (const hosting::Binding& binding : it.bindings) {
      out.sample({{"consumer", it.id},
                  {"contract", binding.contract},
                  {"provider", binding.provider},
                  {"path", binding.path}},
                 1);
    }
  }
}

}  // namespace

void write_host_metrics(PrometheusText& out, const hosting::PluginList& list,
                        const CallFigures& calls) {
  const Plugins& plugins = list.plugins;
  process(out);
  out.family("curante_plugin_info", "gauge", "The plugins there are.");
  for (const hosting::Plugin& it : plugins) {
    out.sample(
        {{"plugin", it.id}, {"version", it.version}, {"issuer", it.issuer}, {"state", it.state}},
        1);
  }
  each(out, plugins, "curante_plugin_up", "gauge", "Whether the plugin runs.",
       [](const auto& it) { return it.state == "ready" || it.state == "started" ? 1 : 0; });
  each(out, plugins, "curante_plugin_start_seconds", "gauge", "What its starting took.",
       [](const auto& it) { return it.start_ms / 1e3; });
  each(out, plugins, "curante_plugin_restarts_total", "counter",
       "How often its process had to be started again; 0 for one without a process of its own.",
       [](const auto& it) { return static_cast<double>(it.process.restarts); });
  out.family("curante_plugin_memory_bytes", "gauge", "Memory of an isolated plugin's process.");
  for (const hosting::Plugin& it : plugins) {
    if (!it.isolated) continue;
    out.sample({{"plugin", it.id}}, static_cast<double>(it.process.memory_kb) * 1024);
  }
  bindings(out, plugins);
  calls.write(out);
}

}  // namespace curante::kernel
