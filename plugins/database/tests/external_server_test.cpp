// SPDX-License-Identifier: Apache-2.0
#include "external_server.hpp"

#include <gtest/gtest.h>

#include "curante/testing/caller.hpp"

namespace curante::database {
namespace {

TEST(ExternalServer, KeepsThePlaceAndDropsThePerson) {
  EXPECT_EQ(without_user("host=db.example port=5433 dbname=practice user=owner password=secret"),
            "dbname='practice' host='db.example' port='5433'");
  EXPECT_EQ(without_user("postgresql://owner:secret@db.example:5433/practice?sslmode=verify-full"),
            "dbname='practice' host='db.example' port='5433' sslmode='verify-full'");
}

TEST(ExternalServer, APasswordMayHoldAnything) {
  EXPECT_EQ(with_password("host=h user=o password=old", "it's a \\ one"),
            "user='o' host='h' password='it\\'s a \\\\ one'");
}

TEST(ExternalServer, RefusesWhatIsNoConnectionStringWithoutRepeatingIt) {
  try {
    without_user("password=secret nonsense");
    FAIL() << "it was taken";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "setting-invalid");
    EXPECT_EQ(e.message().find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace curante::database
