// SPDX-License-Identifier: Apache-2.0
#include "startup_packet.hpp"

#include <gtest/gtest.h>

#include "startup_in_test.hpp"

namespace curante::database {
namespace {

using namespace std::string_literals;
using Kind = StartupPacket::Kind;

const Admitted wounds{"it_wounds", "curante"};

StartupPacket read(const std::string& bytes) {
  return read_startup(bytes, wounds);
}
/// The code of the refusal of a packet with these words; empty when it is let through.
std::string code_for(const std::string& words, uint32_t protocol = protocol_3_0) {
  return read(packet(protocol, words)).code;
}

TEST(StartupPacket, LetsTheOwnRoleInAndWaitsForTheWholePacket) {
  const std::string whole =
      packet(protocol_3_0,
             "user\0it_wounds\0database\0curante\0application_name\0it.wounds\0"
             "client_encoding\0UTF8\0options\0-c client_min_messages=warning -c lock_timeout=30000\0\0"s);
  EXPECT_EQ(read(whole).kind, Kind::startup);
  EXPECT_EQ(read(whole + "more").size, whole.size());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(read(whole.substr(0, size)).kind, Kind::incomplete) << size;
  }
}

TEST(StartupPacket, RefusesOtherRolesAndDatabases) {
  EXPECT_EQ(code_for("user\0curante_owner\0database\0curante\0\0"s), "28000");
  EXPECT_EQ(code_for("user\0it_wounds2\0database\0curante\0\0"s), "28000");
  EXPECT_EQ(code_for("user\0it_wounds\0database\0postgres\0\0"s), "28000");
  EXPECT_EQ(code_for("user\0it_wounds\0\0"s), "28000");  // PostgreSQL would take the role's name
  EXPECT_EQ(code_for("database\0curante\0\0"s), "28000");
}

TEST(StartupPacket, RefusesWhatCouldWidenTheWay) {
  const std::string own = "user\0it_wounds\0database\0curante\0"s;
  EXPECT_EQ(code_for(own + "\0"s), "");
  for (const std::string& more :
       {"replication\0true\0"s, "replication\0database\0"s, "replication\0false\0"s,
        "options\0-c role=curante_owner\0"s, "_pq_.extension\0on\0"s, "search_path\0public\0"s}) {
    EXPECT_EQ(code_for(own + more + "\0"s), "0A000") << more;
  }
}

TEST(StartupPacket, RefusesWhatTwoMightReadInTwoWays) {
  const std::string own = "user\0it_wounds\0database\0curante\0"s;
  EXPECT_EQ(code_for(own + "user\0curante_owner\0\0"s), "08P01");    // PostgreSQL takes the last
  EXPECT_EQ(code_for(own), "08P01");                                 // no end
  EXPECT_EQ(code_for(own + "\0user\0curante_owner\0\0"s), "08P01");  // an end in the middle
  EXPECT_EQ(code_for(own + "options\0\0"s), "08P01");
  EXPECT_EQ(code_for(""), "08P01");
}

TEST(StartupPacket, RefusesOtherProtocolsAndSizes) {
  const std::string own = "user\0it_wounds\0database\0curante\0\0"s;
  EXPECT_EQ(code_for(own, protocol_3_0 + 2), "0A000");
  EXPECT_EQ(code_for(own, 131072), "0A000");
  EXPECT_EQ(read("\0\0\0\7"s).kind, Kind::refused);
  EXPECT_EQ(read("GET / HTTP/1.1\r\n").code, "08P01");
  EXPECT_EQ(read(number(longest_startup + 1)).code, "08P01");
  EXPECT_EQ(code_for("x", 80877103), "08P01");        // a question after TLS says no more than that
  EXPECT_EQ(code_for("1234567", 80877102), "08P01");  // a key has 8 octets
}

TEST(StartupPacket, KnowsQuestionsAndCancels) {
  EXPECT_EQ(read(packet(80877103, "")).kind, Kind::encryption);
  EXPECT_EQ(read(packet(80877104, "")).kind, Kind::encryption);
  const StartupPacket cancel = read(packet(80877102, number(77) + number(0xfedcba98)));
  EXPECT_EQ(cancel.kind, Kind::cancel);
  EXPECT_EQ(cancel.key, (BackendKey{77, 0xfedcba98}));
}

TEST(StartupPacket, FindsTheKeyHoweverTheServersWordsArrive) {
  const std::string words = "R" + number(8) + number(0) + "S" + number(4 + 8) + "K\0K\0KKKK"s +
                            "K" + number(12) + number(4711) + number(99) + "Z" + number(5) + "I";
  for (size_t part = 1; part <= words.size(); ++part) {
    BackendKeyReader reader;
    bool known = false;
    for (size_t at = 0; at < words.size(); at += part) known = reader.take(words.substr(at, part));
    EXPECT_TRUE(known);
    EXPECT_EQ(reader.key(), (BackendKey{4711, 99})) << part;
  }
}

}  // namespace
}  // namespace curante::database
