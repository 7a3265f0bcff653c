// SPDX-License-Identifier: Apache-2.0
#include "http_status.hpp"

#include <gtest/gtest.h>

#include "runtime/tree.hpp"

namespace curante::web {
namespace {

TEST(HttpStatus, TellsAClientWhatToDoWithARefusal) {
  EXPECT_EQ(http_status("session-expired"), 401) << "sign in";
  EXPECT_EQ(http_status("permission-denied"), 403);
  EXPECT_EQ(http_status("record-changed"), 409) << "load anew";
  EXPECT_EQ(http_status("database-unavailable"), 503) << "try again";
  EXPECT_EQ(http_status("outcome-unknown"), 503);
  EXPECT_EQ(http_status("deadline-passed"), 504);
  EXPECT_EQ(http_status("database-full"), 507);
  EXPECT_EQ(http_status("internal-error"), 500);
  EXPECT_EQ(http_status("prescription-unknown"), 404) << "whatever is unknown is not found";
  EXPECT_EQ(http_status("delivery-not-allowed"), 422) << "any other refusal is the user's to mend";
}

TEST(HttpStatus, ABodyIsJsonWhateverTheTextsHold) {
  const auto body = kernel::parse_text(
      error_body(Error("a-code", "«già» \"aperto\"\n\\ \x01", "chiudere\te riaprire")));
  EXPECT_EQ(body.at("code"), "a-code");
  EXPECT_EQ(body.at("message"), "«già» \"aperto\"\n\\ \x01");
  EXPECT_EQ(body.at("remedy"), "chiudere\te riaprire");
}

}  // namespace
}  // namespace curante::web
