// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "curante/guarded.hpp"
#include "curante/testing/test_host.hpp"
#include "json_host.hpp"

namespace curante::web {

/// A TestHost that users come in through: it knows JSON, takes calls by name and has a directory,
/// all played by a test. Safe from the server's threads once set up.
class WebHost : public testing::TestHost {
 public:
  /// A call that came in, with who made it.
  struct Call {
    std::string contract, name, request;
    std::string user, practice, patient, station;
    bool may_read_charts = false;
  };

  Host host() const { return Host(&edge_); }

  /// What calls are answered with, and where the code is not empty, refused.
  std::string reply = "{}";
  Error refusal{"", "", ""};
  bool breaks = false;  ///< a call throws what is no Error
  std::string directory = R"({"contracts":[],"plugins":[]})";

  std::vector<Call> calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  /// An event as the host's bus brings it.
  void tell(const CallContext& context, std::string_view event, std::string_view json) const {
    receive_(receiver_, context.handle(), str(event), nullptr, nullptr, str(json));
  }

 private:
  static WebHost& of(void* self) { return *static_cast<WebHost*>(static_cast<TestHost*>(self)); }

  static curante_context* open(void*, const curante_principal* who) {
    testing::Caller::Permissions permissions;
    for (size_t i = 0; i < who->permission_count; ++i)
      permissions.emplace(view(who->permissions[i]));
    return reinterpret_cast<curante_context*>(
        new testing::Caller({{"user", std::string(view(who->user))},
                             {"practice", std::string(view(who->practice))},
                             {"patient", std::string(view(who->patient))},
                             {"station", std::string(view(who->station))}},
                            permissions));
  }
  static void close(void*, curante_context* context) {
    delete reinterpret_cast<testing::Caller*>(context);
  }
  static int32_t call(void* self, const curante_context* handle, curante_str contract,
                      curante_str name, curante_str request, void (*take)(void*, curante_str),
                      void* taker, const curante_failure* failure) {
    return guarded(failure, [&] {
      WebHost& it = of(self);
      const CallContext context = it.host().wrap(handle);
      {
        const std::lock_guard lock(it.mutex_);
        it.calls_.push_back({std::string(view(contract)), std::string(view(name)),
                             std::string(view(request)), context.user(), context.practice(),
                             context.patient(), context.station(), context.may("chart.read")});
      }
      if (!it.refusal.code().empty()) throw it.refusal;
      take(taker, str(it.reply));
    });
  }
  static void tell_directory(void* self, void (*take)(void*, curante_str), void* taker) {
    if (of(self).breaks) throw std::runtime_error("ROSSI MARIA");
    take(taker, str(of(self).directory));
  }

  static void publish(void*, const curante_context*, curante_str, testing::TestBus::Write, void*) {}
  static void subscribe(void* self, curante_str, testing::TestBus::Receive receive,
                        void* receiver) {
    of(self).receive_ = receive;
    of(self).receiver_ = receiver;
  }

  static const void* get(void* self, const char* id) {
    static constexpr curante_ext_entry entry{sizeof entry, &open, &close, &call, &tell_directory};
    static constexpr curante_ext_bus bus{sizeof bus, &publish, &subscribe};
    const std::string_view name = id;
    if (name == "curante.entry/1") return &entry;
    if (name == "curante.json/1") return testing::HostsJson::extension();
    if (name == "curante.bus/1") return &bus;
    const curante_host* plain = of(self).TestHost::host().edge();
    return plain->get(self, id);
  }

  mutable std::mutex mutex_;
  std::vector<Call> calls_;
  testing::TestBus::Receive receive_ = nullptr;
  void* receiver_ = nullptr;
  curante_host edge_{sizeof(curante_host), static_cast<TestHost*>(this), &WebHost::get};
};

}  // namespace curante::web
