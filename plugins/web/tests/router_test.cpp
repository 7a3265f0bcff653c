// SPDX-License-Identifier: Apache-2.0
// Which request reaches whom, as whom, and what every refusal looks like.
#include "web_face.hpp"

namespace curante::web {
namespace {

class Routes : public WebFace {
 protected:
  void expect_refused(const Answer& answer, int status, const char* code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.json().at("code"), code);
    EXPECT_FALSE(answer.json().at("message").as_string().empty());
  }
};

TEST_F(Routes, ACallReachesItsContractAsItsUser) {
  host_.reply = R"({"found":2})";
  const Answer answer =
      call("/api/chart/1/FindPatients", R"({"text":"ro"})",
           {{"X-Curante-Patient", "patient-3"}, {"X-Curante-Station", std::string(80, 's')}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"found":2})");
  ASSERT_EQ(host_.calls().size(), 1u);
  const WebHost::Call made = host_.calls()[0];
  EXPECT_EQ(made.contract, "chart/1");
  EXPECT_EQ(made.name, "FindPatients");
  EXPECT_EQ(made.request, R"({"text":"ro"})");
  EXPECT_EQ(made.user, "user-7");
  EXPECT_EQ(made.practice, "1");
  EXPECT_EQ(made.patient, "patient-3");
  EXPECT_EQ(made.station, std::string(64, 's')) << "no more than a context may hold";
  EXPECT_TRUE(made.may_read_charts);
}

TEST_F(Routes, WithoutATokenACallIsNobodys) {
  ask("POST", "/api/chart/1/FindPatients", "{}");
  ASSERT_EQ(host_.calls().size(), 1u);
  EXPECT_EQ(host_.calls()[0].user, "");
  EXPECT_FALSE(host_.calls()[0].may_read_charts);
  EXPECT_EQ(user_.asked, 0);
}

TEST_F(Routes, WhatIsNoCallIsRefusedBeforeAnybodyIsAsked) {
  expect_refused(ask("POST", "/api/chart/FindPatients", "{}"), 404, "not-found");
  expect_refused(ask("GET", "/api/chart/1/FindPatients"), 405, "method-not-allowed");
  expect_refused(call("/api/chart/1/FindPatients", "{}", {{"Content-Type", "text/plain"}}), 415,
                 "media-type-unsupported");
  expect_refused(call("/api/chart/1/FindPatients", "{}", {{"Origin", "https://altrove.example"}}),
                 403, "origin-refused");
  expect_refused(call("/api/chart/1/FindPatients", "{}", {{"Authorization", "Bearer old"}}), 401,
                 "session-expired");
  expect_refused(call("/api/chart/1/FindPatients", "{}", {{"X-Curante-Account", "user-8"}}), 401,
                 "session-expired");
  expect_refused(call("/api/chart/1/FindPatients", "{", {{"Content-Length", "8388609"}}), 413,
                 "body-too-large");
  expect_refused(ask("DELETE", "/pazienti"), 405, "method-not-allowed");
  expect_refused(ask("GET", "/events"), 401, "not-signed-in");
  EXPECT_TRUE(host_.calls().empty());
}

TEST_F(Routes, ThePracticesOwnPageAndAccountMayCall) {
  const std::string own = "https://" + socket_.address().toString();
  EXPECT_EQ(
      call("/api/chart/1/Get", "{}", {{"Origin", own}, {"X-Curante-Account", "user-7"}}).status,
      200);
}

TEST_F(Routes, AProvidersRefusalKeepsItsCodeAndItsRemedy) {
  host_.refusal = Error("record-changed", "un altro ha \"salvato\" prima", "ricaricare");
  const Answer answer = call("/api/chart/1/Save");
  expect_refused(answer, 409, "record-changed");
  EXPECT_EQ(answer.json().at("message"), "un altro ha \"salvato\" prima");
  EXPECT_EQ(answer.json().at("remedy"), "ricaricare");
}

TEST_F(Routes, WhatBreaksIsToldNobodyButInKind) {
  host_.breaks = true;
  const Answer answer = ask("GET", "/api/shell");
  expect_refused(answer, 500, "internal-error");
  EXPECT_EQ(answer.body.find("ROSSI"), std::string::npos);
  ASSERT_FALSE(host_.log().empty());
  EXPECT_NE(host_.log().back().text.find("std::runtime_error"), std::string::npos);
  EXPECT_EQ(host_.log().back().text.find("ROSSI"), std::string::npos);
}

TEST_F(Routes, EveryAnswerIsKeptFromOtherSitesAndFromCaches) {
  for (const Answer& answer : {call("/api/chart/1/Get"), ask("GET", "/"), ask("GET", "/events"),
                               ask("GET", "/api/openapi.json")}) {
    EXPECT_EQ(answer.head.get("X-Content-Type-Options", ""), "nosniff");
    EXPECT_NE(answer.head.get("Content-Security-Policy", "").find("default-src 'none'"),
              std::string::npos);
    EXPECT_TRUE(answer.head.has("Strict-Transport-Security"));
  }
  EXPECT_EQ(call("/api/chart/1/Get").head.get("Cache-Control", ""), "no-store");
}

TEST_F(Routes, ADocumentIsServedAsAFile) {
  host_.reply =
      R"({"media_type":"application/pdf","file_name":"a\"\r\nb.pdf","content":"JVBERg=="})";
  const Answer answer = ask("GET", "/files/documents/1/GetBlob?id=7&part=a%20b", "",
                            {{"Cookie", "curante_session=good-token"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "%PDF");
  EXPECT_EQ(answer.head.getContentType(), "application/pdf");
  EXPECT_EQ(answer.head.get("Content-Disposition", ""), "inline; filename=\"a___b.pdf\"");
  ASSERT_EQ(host_.calls().size(), 1u);
  EXPECT_EQ(host_.calls()[0].request, R"({"id":"7","part":"a b"})");
  EXPECT_EQ(host_.calls()[0].user, "user-7");

  host_.reply = "{}";
  expect_refused(ask("GET", "/files/chart/1/Get"), 404, "not-found");
  expect_refused(ask("GET", "/files/chart/1"), 404, "not-found");
  expect_refused(ask("POST", "/files/documents/1/GetBlob", "{}"), 404, "not-found");
}

TEST_F(Routes, TheShellLoadsTheScreensOfWhatRunsInTheirOrder) {
  host_.set("region_name", "Lazio");
  host_.directory = R"({"plugins":[
    {"id":"it.example.b","state":"ready","manifest":{"ui":{"module":"b.js","pages":[
      {"path":"b","element":"e-b","title":"B","permission":"chart.read","order":20}],
      "panels":[{"slot":"chart","element":"e-p","order":1}]}}},
    {"id":"it.example.off","state":"failed","manifest":{"ui":{"module":"x.js","pages":[{"path":"x"}]}}},
    {"id":"it.example.a","state":"started","manifest":{"ui":{"module":"a.js","pages":[
      {"path":"a","element":"e-a","order":10}]}}}]})";
  const Answer answer = ask("GET", "/api/shell");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("region"), "Lazio");
  const auto pages = answer.json().at("pages").as_array();
  ASSERT_EQ(pages.size(), 2u) << "not those of a plugin that failed";
  EXPECT_EQ(pages[0].at("path"), "a");
  EXPECT_EQ(pages[0].at("module"), "/ui/it.example.a/a.js");
  EXPECT_EQ(pages[1].at("plugin"), "it.example.b");
  EXPECT_EQ(pages[1].at("permission"), "chart.read");
  EXPECT_EQ(answer.json().at("panels").as_array().at(0).at("slot"), "chart");
}

}  // namespace
}  // namespace curante::web
