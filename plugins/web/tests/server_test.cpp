// SPDX-License-Identifier: Apache-2.0
#include "server.hpp"

#include <Poco/Net/ServerSocket.h>

#include "curante/testing/caller.hpp"
#include "web_face.hpp"

namespace curante::web {
namespace {

using testing::code_of;

class ServerTest : public WebFace {};

TEST_F(ServerTest, APortThatIsTakenIsNamed) {
  host_.set("port", std::to_string(socket_.address().port()));
  Server second(host_.host(), router_);
  EXPECT_EQ(code_of([&] { second.start(); }), "port-busy");
}

}  // namespace
}  // namespace curante::web
