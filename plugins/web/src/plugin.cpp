// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "curante/events.hpp"
#include "server.hpp"

namespace curante::web {

/// Event: users can come in at this address.
struct EntryReady {
  static constexpr std::string_view id = "entry-ready/1";
  std::string url;
};
CURANTE_DESCRIBE(EntryReady, url);

class WebPlugin : public Plugin {
 public:
  explicit WebPlugin(const Host& host)
      : host_(host),
        router_(new Router(host, host.setting("ui_directory"))),
        server_(host, router_) {}

  void start() override {
    router_->metrics().start();
    router_->events().subscribe();
  }
  /// Opens the door only when every other plugin has started.
  void ready() override {
    server_.start();
    publish(host_, host_.background(), EntryReady{server_.url()});
  }
  void stop() override {
    router_->events().stop();
    server_.stop();
  }

 private:
  Host host_;
  Poco::SharedPtr<Router> router_;
  Server server_;
};

}  // namespace curante::web

CURANTE_PLUGIN(curante::web::WebPlugin, curante::identity::Contract);
