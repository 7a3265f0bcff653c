// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "curante/plugin.hpp"

namespace curante::conformance {

/// A provider of a contract, as the driver reaches it.
struct Target {
  std::string contract, provider;
  bool operator==(const Target&) const = default;
};

/// Asks one provider by a call's name, through a `Use<>` as any plugin's: the binding behind it
/// takes the path that is tried.
class Asker {
 public:
  virtual ~Asker() = default;
  virtual boost::json::value ask(const CallContext& context, std::string_view call,
                                 const boost::json::value& request) const = 0;
};

/// The consumer of all contracts, linked into the program. Its bindings are those of `targets`, in
/// that order. Main thread.
class Driver : public Plugin {
 public:
  static constexpr std::string_view id = "curante.conformance";
  static inline std::vector<Target> targets;  ///< set before the launch
  static inline Driver* running = nullptr;

  explicit Driver(const Host& host);
  ~Driver() override { running = nullptr; }

  /// The answer of the n-th target: {"reply": …} or {"error": code, "message": …, "remedy": …}.
  /// `as` has the caller's user, user_name, role, station, patient and permissions; null: the
  /// driver's own background.
  boost::json::value ask(size_t target, std::string_view call, const boost::json::value& request,
                         const boost::json::object* as) const;

 private:
  Host host_;
  const curante_ext_entry* entry_;
  std::vector<std::unique_ptr<Asker>> askers_;
};

/// Whether the driver was built with this contract.
bool speaks(std::string_view contract);

}  // namespace curante::conformance
