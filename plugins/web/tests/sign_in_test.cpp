// SPDX-License-Identifier: Apache-2.0
// A session's token: where a browser keeps it, and that no script and no other user gets it.
#include <Poco/DateTime.h>
#include <Poco/DateTimeParser.h>

#include "web_face.hpp"

namespace curante::web {
namespace {

class SigningIn : public WebFace {
 protected:
  SigningIn() { host_.reply = R"({"token":"new-token","user_name":"medico","role":"titolare"})"; }
  Answer sign_in(const Headers& headers = {}) {
    return ask("POST", "/api/accounts/1/SignIn", R"({"user_name":"medico"})", headers);
  }
};

TEST_F(SigningIn, PutsTheTokenWhereNoScriptReadsIt) {
  const Answer answer = sign_in();
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body.find("new-token"), std::string::npos);
  EXPECT_EQ(answer.json().at("user_name"), "medico");
  const std::string cookie = answer.head.get("Set-Cookie", "");
  EXPECT_EQ(cookie.rfind("curante_session=new-token;", 0), 0u) << cookie;
  for (const char* part : {"HttpOnly", "secure", "SameSite=Strict", "path=/"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << part << " in " << cookie;
  }
}

TEST_F(SigningIn, GivesAProgramItsTokenAndNoCookie) {
  const Answer answer = sign_in({{"X-Curante-Client", "api"}});
  EXPECT_EQ(answer.json().at("token"), "new-token");
  EXPECT_FALSE(answer.head.has("Set-Cookie"));
}

TEST_F(SigningIn, IsNotHinderedByAnOldSession) {
  EXPECT_EQ(sign_in({{"Cookie", "curante_session=old"}}).status, 200);
  EXPECT_EQ(user_.asked, 0);
}

TEST_F(SigningIn, ARefusalSetsNoCookie) {
  host_.refusal = Error("credentials-wrong", "utente o password sbagliati", "riprovare");
  const Answer answer = sign_in();
  EXPECT_EQ(answer.status, 401);
  EXPECT_FALSE(answer.head.has("Set-Cookie"));
}

TEST_F(SigningIn, SigningOutEndsTheSessionOfTheCookie) {
  host_.reply = "{}";
  const Answer answer =
      ask("POST", "/api/accounts/1/SignOut", "{}", {{"Cookie", "curante_session=good-token"}});
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(host_.calls().at(0).request, R"({"token":"good-token"})");
  const std::string cookie = answer.head.get("Set-Cookie", "");
  EXPECT_EQ(cookie.rfind("curante_session=;", 0), 0u) << cookie;
  const size_t expires = cookie.find("expires=");
  ASSERT_NE(expires, std::string::npos) << cookie;
  int zone = 0;
  const Poco::DateTime end =
      Poco::DateTimeParser::parse("%w, %d %b %Y %H:%M:%S", cookie.substr(expires + 8, 25), zone);
  EXPECT_LT(end, Poco::DateTime() + Poco::Timespan(3600, 0)) << "a session's own lasts 12 hours";
}

TEST_F(SigningIn, TheCookieIsAsGoodAsTheHeader) {
  host_.reply = "{}";
  ask("POST", "/api/chart/1/Get", "{}", {{"Cookie", "other=1; curante_session=good-token"}});
  EXPECT_EQ(host_.calls().at(0).user, "user-7");
}

}  // namespace
}  // namespace curante::web
