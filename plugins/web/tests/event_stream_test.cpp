// SPDX-License-Identifier: Apache-2.0
// Who is told of what: users of the same practice, and of patients only those who may read charts.
#include <optional>

#include "web_face.hpp"

namespace curante::web {
namespace {

/// A window that listens.
class Listener {
 public:
  explicit Listener(const Poco::Net::SocketAddress& server) : session_(server) {
    session_.setTimeout(Poco::Timespan(60, 0));
    Poco::Net::HTTPRequest request("GET", "/events", "HTTP/1.1");
    request.set("Authorization", "Bearer good-token");
    session_.sendRequest(request);
    in_ = &session_.receiveResponse(head_);
    if (status() == 200) std::getline(*in_, first_);
  }
  int status() const { return head_.getStatus(); }
  const Poco::Net::HTTPResponse& head() const { return head_; }
  const std::string& first() const { return first_; }
  /// The next event's name and text; nothing when the stream has ended.
  std::optional<std::pair<std::string, std::string>> next() {
    std::string name, text, line;
    while (std::getline(*in_, line)) {
      if (line.rfind("event: ", 0) == 0) name = line.substr(7);
      if (line.rfind("data: ", 0) == 0) return std::pair(name, line.substr(6));
    }
    return std::nullopt;
  }

 private:
  Poco::Net::HTTPClientSession session_;
  Poco::Net::HTTPResponse head_;
  std::istream* in_ = nullptr;
  std::string first_;
};

class Events : public WebFace {
 protected:
  using Event = std::pair<std::string, std::string>;
  testing::Caller own_{{{"practice", "1"}}}, other_{{{"practice", "2"}}};
};

TEST_F(Events, ReachThePracticeTheyAreOf) {
  Listener window(socket_.address());
  EXPECT_EQ(window.head().getContentType(), "text/event-stream");
  EXPECT_EQ(window.first(), "retry: 2000");
  host_.tell(other_.context(), "recipe-changed/1", R"({"of":"another"})");
  host_.tell(own_.context(), "call-made/1", R"({"internal":true})");
  host_.tell(own_.context(), "recipe-changed/1", R"({"of":"this"})");
  host_.tell(own_.context(), "message-changed/1", "{}");
  EXPECT_EQ(window.next(), Event("recipe-changed/1", R"({"of":"this"})"));
  EXPECT_EQ(window.next(), Event("message-changed/1", "{}"));
}

TEST_F(Events, OfPatientsReachOnlyWhoMayReadCharts) {
  user_.permissions.clear();
  Listener window(socket_.address());
  host_.tell(own_.context(), "recipe-changed/1", "{}");
  host_.tell(own_.context(), "transmitter-health/1", R"({"up":false})");
  EXPECT_EQ(window.next(), Event("transmitter-health/1", R"({"up":false})"));
}

TEST_F(Events, AStreamEndsWhenTheRoomStops) {
  Listener window(socket_.address());
  router_->events().stop();
  EXPECT_EQ(window.next(), std::nullopt);
  EXPECT_EQ(Listener(socket_.address()).status(), 503) << "and nobody comes in any more";
}

TEST_F(Events, TooManyWindowsAreToldSo) {
  std::vector<std::unique_ptr<Listener>> windows;
  for (int i = 0; i < 64; ++i) {
    windows.push_back(std::make_unique<Listener>(socket_.address()));
    ASSERT_EQ(windows.back()->status(), 200) << i;
  }
  EXPECT_EQ(Listener(socket_.address()).status(), 503);
  host_.tell(own_.context(), "recipe-changed/1", "{}");
  for (const auto& window : windows) EXPECT_TRUE(window->next());
}

TEST_F(Events, AWindowThatDoesNotReadIsCutOff) {
  Listener window(socket_.address());
  // More than its queue and the sockets between hold, while it reads nothing.
  const std::string large(20'000, 'x');
  constexpr int many = 5'000;
  for (int i = 0; i < many; ++i) host_.tell(own_.context(), "recipe-changed/1", large);
  int read = 0;
  while (read < many && window.next()) ++read;
  EXPECT_LT(read, many) << "it asks anew instead of being told late";
}

TEST_F(Events, AWindowThatDoesNotReadHoldsLittle) {
  const EventStream::Load before = router_->events().load();
  EXPECT_EQ(before.octets, 0u);
  Listener window(socket_.address());
  const std::string large(60'000, 'x');
  size_t most = 0;
  // Until it is cut off: more than its queue and the sockets between hold.
  for (int i = 0; i < 5'000; ++i) {
    host_.tell(own_.context(), "recipe-changed/1", large);
    most = std::max(most, router_->events().load().octets);
  }
  EXPECT_GT(most, 0u);
  EXPECT_LE(most, 1u << 20);
  EXPECT_EQ(router_->events().load().octets, 0u) << "what it will not read any more is gone";
}

TEST_F(Events, AreRefusedToOneWindowTooMany) {
  std::vector<std::unique_ptr<Listener>> windows;
  for (int i = 0; i < 64; ++i) windows.push_back(std::make_unique<Listener>(socket_.address()));
  EXPECT_EQ(windows.back()->status(), 200);
  const Answer refused = ask("GET", "/events", "", {{"Authorization", "Bearer good-token"}});
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.json().at("code"), "server-busy");
}

}  // namespace
}  // namespace curante::web
