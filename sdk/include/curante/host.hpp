// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "curante/codec.hpp"
#include "curante/context.hpp"

namespace curante {

/// The host as a plugin sees it. A light handle: copy it freely; valid until the plugin is
/// destroyed. All functions may be used from any thread, except where a tag says [main].
class Host {
 public:
  [[gnu::cold]] explicit Host(const curante_host* edge) : edge_(edge) {
    binding_ = extension<curante_ext_binding>("curante.binding/1");
    context_ = extension<curante_ext_context>("curante.context/1");
    settings_ = extension<curante_ext_settings>("curante.settings/1");
    log_ = extension<curante_ext_log>("curante.log/1");
    json_ = extension<curante_ext_json>("curante.json/1");
    bus_ = extension<curante_ext_bus>("curante.bus/1");
  }

  /// The plugin's own context, for work that no user waits for.
  CallContext background() const { return wrap(context_->background(edge_->self)); }
  CallContext wrap(const curante_context* handle) const { return {handle, context_}; }

  /// A setting of this plugin after all overlays, or `fallback`.
  std::string setting(std::string_view name, std::string_view fallback = {}) const {
    curante_str value{};
    if (settings_->get(edge_->self, str(name), &value) == 0) return std::string(fallback);
    return std::string(view(value));
  }
  /// A setting that must be there. Throws Error{"setting-missing"}.
  std::string required_setting(std::string_view name) const {
    curante_str value{};
    if (settings_->get(edge_->self, str(name), &value) == 0) {
      detail::fail("setting-missing", detail::joined({"the setting «", name, "» is not set"}),
                  "set it in the region manifest, the site file or the environment");
    }
    return std::string(view(value));
  }
  /// Throws Error{"setting-invalid"} when the setting is there and no whole number.
  int64_t setting_int(std::string_view name, int64_t fallback) const {
    const std::string value = setting(name);
    if (value.empty()) return fallback;
    int64_t number = 0;
    const auto end = value.data() + value.size();
    const auto result = std::from_chars(value.data(), end, number);
    if (result.ec == std::errc{} && result.ptr == end) return number;
    detail::fail("setting-invalid", detail::joined({"the setting «", name, "» is no whole number"}),
                "correct it in the region manifest, the site file or the environment");
  }

  /// Lines for who runs the host: never personal data, never a secret.
  void info(std::string_view text) const { line(CURANTE_LOG_INFO, text); }
  void warning(std::string_view text) const { line(CURANTE_LOG_WARNING, text); }
  void error(std::string_view text) const { line(CURANTE_LOG_ERROR, text); }

  const curante_host* edge() const { return edge_; }
  const curante_ext_binding* binding() const { return binding_; }
  const curante_ext_json* json() const { return json_; }
  const curante_ext_bus* bus() const { return bus_; }

  /// An extension by id. Throws Error{"extension-missing"} when this host has none.
  template <class Extension>
  const Extension* extension(const char* id) const {
    const void* found = edge_->get(edge_->self, id);
    if (found == nullptr) missing(id);
    return static_cast<const Extension*>(found);
  }

 private:
  [[noreturn, gnu::cold]] static void missing(const char* id) {
    detail::fail("extension-missing", detail::joined({"the host does not offer ", id}),
                "update the host, or ask for the permission in plugin.info");
  }
  void line(uint32_t level, std::string_view text) const {
    log_->line(edge_->self, level, str(text));
  }

  const curante_host* edge_;
  const curante_ext_binding* binding_;
  const curante_ext_context* context_;
  const curante_ext_settings* settings_;
  const curante_ext_log* log_;
  const curante_ext_json* json_;
  const curante_ext_bus* bus_;
};

}  // namespace curante
