// SPDX-License-Identifier: Apache-2.0
#include "text/foreign_text.hpp"

#include <gtest/gtest.h>

namespace curante::kernel {
namespace {

using namespace std::string_view_literals;

struct Case {
  const char* name;
  std::string_view octets;
  std::string_view valid, printable;
};

class ForeignText : public testing::TestWithParam<Case> {};

TEST_P(ForeignText, BecomesWhatJsonCanWriteAndATerminalCanShow) {
  const Case& it = GetParam();
  EXPECT_EQ(is_utf8(it.octets), it.octets == it.valid);
  EXPECT_EQ(valid_text(it.octets), it.valid);
  EXPECT_EQ(printable_text(it.octets), it.printable);
}

INSTANTIATE_TEST_SUITE_P(
    All, ForeignText,
    testing::Values(Case{"nothing", ""sv, ""sv, ""sv},
                    Case{"ascii", "abcdefgh i"sv, "abcdefgh i"sv, "abcdefgh i"sv},
                    Case{"of_all_lengths", "è€𝄞"sv, "è€𝄞"sv, "è€𝄞"sv},
                    Case{"latin1", "perch\xE9 no"sv, "perch� no"sv, "perch� no"sv},
                    Case{"latin1_before_a_character", "\xE9è"sv, "�è"sv, "�è"sv},
                    Case{"latin1_last", "eight octets: citt\xE0"sv, "eight octets: citt�"sv,
                         "eight octets: citt�"sv},
                    Case{"cut", "\xE2\x82"sv, "�"sv, "�"sv},
                    Case{"overlong", "\xC0\xAF.\xE0\x80\xAF"sv, "��.�"sv, "��.�"sv},
                    Case{"surrogate", "\xED\xA0\x80"sv, "�"sv, "�"sv},
                    Case{"beyond", "\xF4\x90\x80\x80\xFF"sv, "��"sv, "��"sv},
                    Case{"stray", "\x80z\xBF"sv, "�z�"sv, "�z�"sv},
                    Case{"c0_and_del", "a\0b\x1B[2J\r\n\tc\x7F"sv, "a\0b\x1B[2J\r\n\tc\x7F"sv,
                         "a b [2J   c "sv},
                    Case{"c1",
                         "a\xC2\x9B"
                         "31m\xC2\x80\xC2\x9F\xC2\xA0"sv,
                         "a\xC2\x9B"
                         "31m\xC2\x80\xC2\x9F\xC2\xA0"sv,
                         "a 31m  \xC2\xA0"sv},
                    Case{"turns_the_line", "a\u202Eb\u2066c\u2028d\u2069"sv,
                         "a\u202Eb\u2066c\u2028d\u2069"sv, "a b c d "sv}),
    [](const auto& it) { return it.param.name; });

TEST(PrintableText, LetsThroughWhatItsReaderWants) {
  EXPECT_EQ(printable_text("one\n\ttwo\x1B", "\n\t"), "one\n\ttwo ");
}

TEST(PrintableJson, SaysTheSameWithoutControllingATerminal) {
  EXPECT_EQ(printable_json("{\"a\":\"\\u001b\xC2\x9B[2J è\x7F\u202E\"}"),
            "{\"a\":\"\\u001b\\u009b[2J è\\u007f\\u202e\"}");
}

}  // namespace
}  // namespace curante::kernel
