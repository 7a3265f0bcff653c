// SPDX-License-Identifier: Apache-2.0
// Figures for a monitoring system that shows a token of its own.
#include <sys/stat.h>

#include "web_face.hpp"

namespace curante::web {
namespace {

class MetricsFace : public WebFace {
 protected:
  MetricsFace() { host_.reply = R"({"text":"curante_calls_total 7\n"})"; }
  std::string token() const {
    std::ifstream in(folder_ / "metrics.token");
    std::string token;
    in >> token;
    return token;
  }
  Answer scrape(const std::string& token) {
    return ask("GET", "/api/metrics", "", {{"Authorization", "Bearer " + token}});
  }
};

TEST_F(MetricsFace, AreReadWithTheTokenThatTheRoomMade) {
  router_->metrics().start();
  struct stat facts {};
  ASSERT_EQ(stat((folder_ / "metrics.token").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_EQ(token().size(), 64u);
  const std::string first = token();
  const Answer answer = scrape(first);
  EXPECT_EQ(answer.body, "curante_calls_total 7\n");
  EXPECT_EQ(answer.head.getContentType(), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(user_.asked, 0) << "it is no user's session";
  EXPECT_EQ(host_.calls().at(0).contract, "hosting/1");
  router_->metrics().start();
  EXPECT_EQ(token(), first) << "a restart leaves the monitoring system its token";
}

TEST_F(MetricsFace, AnybodyElseIsAUserOrRefused) {
  router_->metrics().start();
  EXPECT_EQ(scrape("good-token").status, 200);
  EXPECT_EQ(host_.calls().at(0).user, "user-7");
  std::string wrong = token();
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  EXPECT_EQ(scrape(wrong).status, 401);
  EXPECT_EQ(scrape(wrong.substr(0, 10)).status, 401);
  EXPECT_EQ(ask("POST", "/api/metrics", "{}").status, 405);
  EXPECT_EQ(host_.calls().size(), 1u);
}

TEST_F(MetricsFace, AShortOrMissingTokenIsRefused) {
  write("short", "0123456789\n");
  for (const char* file : {"short", "missing"}) {
    host_.set("metrics_token_file", folder_ / file);
    EXPECT_EQ(testing::code_of([&] { router_->metrics().start(); }), "metrics-token") << file;
  }
}

}  // namespace
}  // namespace curante::web
