// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "cli/admin_client.hpp"
#include "cli/commands.hpp"
#include "operation/plugin_facts.hpp"
#include "runtime/tree.hpp"
#include "text/foreign_text.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

using Row = std::vector<std::string>;

/// How many of its bindings take which path: "5 direct, 1 marshalled".
std::string paths_of(const hosting::Plugin& plugin) {
  std::map<std::string, int> counts;
  for (const hosting::Binding& it : plugin.bindings) ++counts[it.path];
  std::string out;
  for (const auto& [path, count] : counts) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, path);
  }
  return out.empty() ? "-" : out;
}

std::string issuer_of(const hosting::Plugin& plugin) {
  if (plugin.issuer.empty()) return "-";
  return plugin.issuer + " (" + plugin.issuer_kind + (plugin.mock ? ", mock)" : ")");
}

Row row_of(const hosting::Plugin& it) {
  const std::string crash = it.process.last_crash.empty() ? "-" : it.process.last_crash;
  return {it.state,
          it.id,
          it.version,
          issuer_of(it),
          paths_of(it),
          it.isolated ? std::to_string(it.process.restarts) : "-",
          it.isolated ? fmt::format("{:.1f} MB", it.process.memory_kb / 1024.0) : "-",
          crash};
}

std::string line_of(const Row& row, const std::vector<size_t>& widths) {
  std::string out;
  for (size_t i = 0; i < row.size(); ++i)
    out += fmt::format("{:<{}}  ", printable_text(row[i]), widths[i]);
  return out.erase(out.find_last_not_of(' ') + 1) + "\n";
}

std::string details_of(const hosting::Plugin& plugin) {
  std::string out;
  for (const std::string& contract : plugin.provides) out += "    provides " + contract + "\n";
  for (const hosting::Binding& it : plugin.bindings) {
    out += fmt::format("    uses     {:<24} {:<11} {:<22} {}\n", it.contract, it.path, it.provider,
                       printable_text(it.reason));
  }
  return out;
}

std::string table_of(const hosting::PluginList& list, bool with_details) {
  std::vector<Row> rows{
      {"STATE", "PLUGIN", "VERSION", "ISSUER", "PATHS", "RESTARTS", "MEMORY", "LAST CRASH"}};
  for (const hosting::Plugin& it : list.plugins) rows.push_back(row_of(it));
  std::vector<size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out = line_of(rows.front(), widths);
  for (size_t i = 0; i < list.plugins.size(); ++i) {
    const hosting::Plugin& it = list.plugins[i];
    out += line_of(rows[i + 1], widths);
    if (!it.problem.empty()) out += "    problem  " + printable_text(it.problem) + "\n";
    if (with_details) out += details_of(it);
  }
  return out;
}

int show(const Arguments& arguments) {
  const json::value directory = AdminClient(data_directory(arguments)).ask({{"do", "directory"}});
  std::cout << (arguments.has("json")
                    ? printable_json(to_text(directory)) + "\n"
                    : table_of(plugin_facts(directory.as_object()), arguments.has("long")));
  return exit_done;
}

int change(const Arguments& arguments, const std::string& call) {
  const std::string& plugin = arguments.words[1];
  json::object request{{"plugin", plugin}};
  if (call == "DisablePlugin") request["confirmed"] = arguments.has("yes");
  const json::value reply = AdminClient(data_directory(arguments))
                                .ask({{"do", "call"},
                                      {"contract", hosting::Contract::id},
                                      {"call", call},
                                      {"request", request}});
  const auto it = from_tree<hosting::Change>(reply);
  std::cout << fmt::format("{}  {} {} -> {} {}\n", it.plugin, it.state_before, it.version_before,
                           it.state, it.version);
  if (!it.affected.empty()) {
    std::cout << fmt::format("  needed by {}\n", fmt::join(it.affected, ", "));
  }
  return exit_done;
}

}  // namespace

int plugins_command(const Arguments& arguments) {
  arguments.allow({"json", "long", "yes", "data"});
  const std::vector<std::string>& words = arguments.words;
  if (words.empty() && !arguments.has("yes")) return show(arguments);
  static const std::map<std::string, std::string> calls{
      {"disable", "DisablePlugin"}, {"enable", "EnablePlugin"}, {"replace", "ReplacePlugin"}};
  const auto call = words.size() == 2 ? calls.find(words.front()) : calls.end();
  if (call == calls.end()) {
    throw Error("usage",
                "write: curante plugins [--long|--json], or "
                "curante plugins disable|enable|replace ID [--yes]",
                "");
  }
  return change(arguments, call->second);
}

}  // namespace curante::kernel
