// SPDX-License-Identifier: Apache-2.0
// The files of the screens: all of them, and nothing outside their folder.
#include "web_face.hpp"

namespace curante::web {
namespace {

class Screens : public WebFace {
 protected:
  Screens() {
    write("ui/curante.chart/chart.js", "export {};");
    write("ui/curante.chart/.hidden", "secret");
    write("secret.json", "secret");
  }
};

TEST_F(Screens, HaveTheirMediaType) {
  const std::map<std::string, std::string> types = {
      {"a.html", "text/html; charset=utf-8"},         {"a.css", "text/css; charset=utf-8"},
      {"a.json", "application/json; charset=utf-8"},  {"a.svg", "image/svg+xml"},
      {"a.webmanifest", "application/manifest+json"}, {"a.bin", "application/octet-stream"}};
  for (const auto& [file, type] : types) {
    write("ui/curante.chart/" + file, "x");
    EXPECT_EQ(ask("GET", "/ui/curante.chart/" + file).head.getContentType(), type);
  }
  const Answer script = ask("GET", "/ui/curante.chart/chart.js");
  EXPECT_EQ(script.head.getContentType(), "text/javascript; charset=utf-8");
  EXPECT_EQ(script.body, "export {};");
}

TEST_F(Screens, NothingOutsideTheirFolderIsServed) {
  for (const char* path :
       {"/ui/../secret.json", "/ui/curante.chart/../../secret.json", "/ui/%2e%2e/secret.json",
        "/ui/..%2fsecret.json", "/ui/curante.chart/.hidden", "/ui/curante.chart/%00chart.js",
        "/ui/curante.chart", "/ui", "/ui/curante.chart/missing.js"}) {
    const Answer answer = ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body.find("secret"), std::string::npos) << path;
  }
}

TEST_F(Screens, AreSentAnewOnlyWhenTheyChanged) {
  const std::string tag = ask("GET", "/ui/curante.chart/chart.js").head.get("ETag", "");
  ASSERT_FALSE(tag.empty());
  const Answer same = ask("GET", "/ui/curante.chart/chart.js", "", {{"If-None-Match", tag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  write("ui/curante.chart/chart.js", "export const changed = true;");
  const Answer changed = ask("GET", "/ui/curante.chart/chart.js", "", {{"If-None-Match", tag}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body, "export const changed = true;");
  EXPECT_EQ(changed.head.get("Cache-Control", ""), "no-cache") << "a browser asks each time";
}

TEST_F(Screens, EveryOtherAddressIsTheShells) {
  for (const char* path : {"/", "/pazienti/7", "/index.html"}) {
    EXPECT_EQ(ask("GET", path).body, "<title>Curante</title>") << path;
  }
  EXPECT_EQ(ask("HEAD", "/").status, 200);
}

}  // namespace
}  // namespace curante::web
