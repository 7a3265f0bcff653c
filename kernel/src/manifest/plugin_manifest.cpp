// SPDX-License-Identifier: Apache-2.0
#include "manifest/plugin_manifest.hpp"

#include "manifest/version.hpp"

namespace curante::kernel {

namespace {

bool all_of(std::string_view text, std::string_view others) {
  for (char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && others.find(c) == std::string_view::npos) return false;
  }
  return !text.empty();
}

}  // namespace

bool is_contract_id(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view revision = text.substr(slash + 1);
  return text.size() <= 64 && all_of(text.substr(0, slash), "-") && !revision.empty() &&
         revision.size() <= 4 && (revision.front() != '0' || revision.size() == 1) &&
         revision.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_plugin_id(std::string_view text) {
  return text.size() <= 64 && text.find('.') != std::string_view::npos && all_of(text, ".-") &&
         text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

std::optional<PluginManifest> read_plugin_manifest(std::string_view text, const std::string& file,
                                                   Problems& problems) {
  const size_t before = problems.size();
  const auto root = read_info(text, file, problems);
  if (!root) return std::nullopt;
  PluginManifest manifest;
  StructReader(file, problems).read(*root, manifest);
  const auto require = [&](bool good, std::string code, int line, std::string message,
                           std::string remedy) {
    if (!good)
      problems.push_back({std::move(code), file, line, std::move(message), std::move(remedy)});
  };
  require(is_plugin_id(manifest.id), "manifest-id", 0, "«id» is missing or no plugin id",
          "write it like curante.chart: small letters, digits, '-' and dots");
  require(parse_version(manifest.version).has_value(), "manifest-version", 0,
          "«version» is missing or no version", "write it like 1.4.0");
  require(!manifest.name.empty(), "manifest-name", 0, "«name» is missing",
          "say in a few words what the plugin is");
  const auto require_contracts = [&](const auto& named) {
    for (const auto& entry : named.entries) {
      require(is_contract_id(entry.name), "manifest-contract", entry.line,
              "«" + entry.name + "» is no contract", "write name/revision, like chart/1");
    }
  };
  require_contracts(manifest.provides);
  require_contracts(manifest.uses);
  const auto require_events = [&](const auto& events, const auto& contracts, const char* section) {
    for (const auto& it : events.entries)
      require(is_contract_id(it.name) && contracts.find(it.value), "manifest-event", it.line,
              "«" + it.name + " " + it.value + "» is no event of a contract under " + section,
              "write the event and its contract, like chart-changed/1 chart/1");
  };
  require_events(manifest.publishes, manifest.provides, "provides");
  require_events(manifest.hears, manifest.uses, "uses");
  for (const auto& page : manifest.ui.page.entries) {
    require(!page.value.path.empty() && !page.value.element.empty(), "manifest-screen", page.line,
            "a page needs «path» and «element»", "add what is missing");
  }
  for (const auto& panel : manifest.ui.panel.entries) {
    require(!panel.value.slot.empty() && !panel.value.element.empty(), "manifest-screen",
            panel.line, "a panel needs «slot» and «element»", "add what is missing");
  }
  if (problems.size() != before) return std::nullopt;
  return manifest;
}

}  // namespace curante::kernel
