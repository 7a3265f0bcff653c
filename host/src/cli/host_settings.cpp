// SPDX-License-Identifier: Apache-2.0
#include "cli/host_settings.hpp"

#include <algorithm>
#include <cstdlib>

#include "region/region_manifest.hpp"

namespace curante::kernel {

namespace {

constexpr const char* known[] = {"data", "listen",   "port", "region",     "profile", "site",
                                 "log",  "practice", "user", "force_path", "operator",
                                 "isolate", "sandbox", "proxy",  "proxy_user", "proxy_password_file"};

bool is_known(const std::string& name) {
  return std::find(std::begin(known), std::end(known), name) != std::end(known);
}

}  // namespace

HostSettings::HostSettings(const std::string& defaults_file,
                           const std::map<std::string, std::string>& flags, Problems& problems) {
  read_file(defaults_file, problems);
  const auto flag = flags.find("site");
  const char* from_environment = std::getenv("CURANTE_SITE");
  const std::string site = flag != flags.end()           ? flag->second
                           : from_environment != nullptr ? from_environment
                                                         : get("site");
  if (!site.empty()) read_file(site, problems);
  for (const char* name : known) {
    std::string variable = "CURANTE_";
    for (const char* c = name; *c != 0; ++c)
      variable += static_cast<char>(*c == '_' ? '_' : *c - 32);
    if (const char* value = std::getenv(variable.c_str())) {
      set(name, value, "environment " + variable, 0, problems);
    }
  }
  for (const auto& [name, value] : flags) set(name, value, "--" + name, 0, problems);
  expect("log", {"info", "debug"}, problems);
  expect("force_path", {"marshalled"}, problems);
  expect("isolate", {"all"}, problems);
  expect("sandbox", {"off"}, problems);
  if (get("sandbox") == "off" && get("profile") == "production") {
    problems.push_back({"setting-invalid", source("sandbox"), 0,
                        "«off» is no value of «sandbox» in the profile production",
                        "leave it away: isolated plugins hold personal data of others"});
  }
}

void HostSettings::expect(const std::string& name, std::initializer_list<std::string> values,
                          Problems& problems) const {
  const std::string value = get(name);
  if (value.empty() || std::find(values.begin(), values.end(), value) != values.end()) return;
  std::string all;
  for (const std::string& it : values) all += (all.empty() ? "" : " or ") + it;
  problems.push_back({"setting-invalid", source(name), 0,
                      "«" + value + "» is no value of «" + name + "»", "write " + all});
}

void HostSettings::read_file(const std::string& file, Problems& problems) {
  const auto root = read_info_file(file, problems);
  if (!root) return;
  // A site file is a region file, too: its other entries lie over the region.
  RegionFile read;
  StructReader(file, problems).read(*root, read);
  for (const auto& entry : read.host.entries) {
    set(entry.name, entry.value, file, entry.line, problems);
  }
}

void HostSettings::set(const std::string& name, const std::string& value, const std::string& source,
                       int line, Problems& problems) {
  if (!is_known(name)) {
    std::string names;
    for (const char* it : known) names += (names.empty() ? "" : ", ") + std::string(it);
    problems.push_back({"setting-unknown", source, line, "«" + name + "» is no setting of the host",
                        "known are: " + names});
    return;
  }
  values_[name] = {value, source};
}

std::string HostSettings::get(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string() : found->second.text;
}

std::string HostSettings::source(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string() : found->second.source;
}

int HostSettings::port(Problems& problems) const {
  const std::string text = get("port");
  char* end = nullptr;
  const long port = std::strtol(text.c_str(), &end, 10);
  if (!text.empty() && *end == 0 && port >= 0 && port <= 65535) return static_cast<int>(port);
  problems.push_back({"setting-invalid", source("port"), 0, "«" + text + "» is no port",
                      "give a number from 1 to 65535"});
  return 0;
}

}  // namespace curante::kernel
