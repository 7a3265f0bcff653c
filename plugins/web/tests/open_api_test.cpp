// SPDX-License-Identifier: Apache-2.0
// The description that clients are generated from.
#include "web_face.hpp"

namespace curante::web {
namespace {

class Description : public WebFace {
 protected:
  Description() {
    host_.directory = R"({"plugins":[],"contracts":[
      {"id":"hello/1","plural":false,"calls":[
        {"name":"Greet","public":true,"permission":"chart.read","summary":"Greets.","request":"Greet",
         "reply":"Greeting","anonymous":false},
        {"name":"Ping","public":true,"permission":"","summary":"","request":"Greet","reply":"Greeting",
         "anonymous":true},
        {"name":"Inside","public":false,"request":"Greet","reply":"Greeting"}],
       "types":{"Greet":[{"name":"day","type":"date"},{"name":"kind","type":"enum","values":["a","b"]},
                         {"name":"who","type":"Greeting","list":true}],
                "Greeting":[{"name":"id","type":"Id"},{"name":"times","type":"int32"},
                            {"name":"content","type":"bytes"},{"name":"good","type":"bool"}]}},
      {"id":"hidden/1","plural":false,"calls":[{"name":"Inside","public":false}],"types":{}},
      {"id":"many/1","plural":true,"calls":[{"name":"Do","public":true}],"types":{}}]})";
    const Answer answer = ask("GET", "/api/openapi.json");
    EXPECT_EQ(answer.status, 200) << answer.body;
    told_ = answer.json();
  }
  boost::json::value at(const std::string& pointer) {
    return boost::json::value(told_).at_pointer(pointer);
  }

  boost::json::object told_;
};

TEST_F(Description, HasThePublicCallsAndNoOthers) {
  const auto paths = at("/paths").as_object();
  EXPECT_EQ(paths.size(), 2u);
  EXPECT_EQ(at("/paths/~1api~1hello~11~1Greet/post/description"),
            "Needs the permission chart.read.");
  EXPECT_EQ(at("/paths/~1api~1hello~11~1Ping/post/description"), "Before sign-in, too.");
  EXPECT_EQ(
      at("/paths/~1api~1hello~11~1Greet/post/requestBody/content/application~1json/schema/$ref"),
      "#/components/schemas/hello.1.Greet");
  EXPECT_TRUE(at("/components/schemas").as_object().contains("Error"));
}

TEST_F(Description, HasEveryMembersType) {
  const std::string greet = "/components/schemas/hello.1.Greet/properties/";
  EXPECT_EQ(at(greet + "day/format"), "date");
  EXPECT_EQ(at(greet + "kind/enum"), boost::json::parse(R"(["a","b"])"));
  EXPECT_EQ(at(greet + "who/type"), "array");
  EXPECT_EQ(at(greet + "who/items/$ref"), "#/components/schemas/hello.1.Greeting");
  const std::string greeting = "/components/schemas/hello.1.Greeting/properties/";
  EXPECT_EQ(at(greeting + "id/format"), "uuid");
  EXPECT_EQ(at(greeting + "times/type"), "integer");
  EXPECT_EQ(at(greeting + "content/contentEncoding"), "base64");
  EXPECT_EQ(at(greeting + "good/type"), "boolean");
}

}  // namespace
}  // namespace curante::web
