// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

namespace curante::messages {

/// tests/simulators/messages as a program of its own, with its certificates in a folder that ends
/// with it.
class Simulator {
 public:
  static constexpr auto user = "studio@studio.example";
  static constexpr auto password = "Posta-2026";
  static constexpr auto secret = "chiave-sms-2026";

  Simulator();
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  std::string ca_file() const { return folder_ / "ca.pem"; }
  uint16_t starttls_port() const { return starttls_port_; }
  uint16_t tls_port() const { return tls_port_; }
  const std::string& sms_url() const { return sms_url_; }

  boost::json::array mail() const { return ask("GET", "/mail").as_array(); }
  boost::json::array sms() const { return ask("GET", "/sms").as_array(); }
  boost::json::array held() const { return ask("GET", "/held").as_array(); }
  void fault(const std::string& kind) const {
    ask("POST", "/faults", boost::json::object{{"kind", kind}});
  }
  /// The next conversation is held there until the faults are cleared, or for `seconds`.
  void hold(const std::string& kind, std::optional<int> seconds = std::nullopt) const {
    boost::json::object body{{"kind", kind}};
    if (seconds) body["seconds"] = *seconds;
    ask("POST", "/faults", body);
  }
  /// Forgets what it was sent, and its faults.
  void reset() const { ask("POST", "/reset"); }

 private:
  boost::json::value ask(const std::string& method, const std::string& path,
                         const boost::json::object& body = {}) const;

  std::filesystem::path folder_;
  FILE* output_ = nullptr;
  int process_ = 0;
  uint16_t starttls_port_ = 0, tls_port_ = 0, admin_port_ = 0;
  std::string sms_url_;
};

}  // namespace curante::messages
