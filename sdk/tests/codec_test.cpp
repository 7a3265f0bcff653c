// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "chart.hpp"
#include "runtime/tree.hpp"

namespace curante {
namespace {

chart::Patient sample() {
  chart::Patient it;
  it.id = Id("0f8fad5b-d9cb-469f-a165-70867728950e");
  it.fiscal_code = FiscalCode("PNIMRA70A01H501P");
  it.last_name = "D'Ànù «uno»";
  it.birth_date = Date::parse("1970-01-01");
  it.exemptions = {{"013", Date::parse("2020-02-29"), std::nullopt}, {"E01", {}, {}}};
  it.revoked_on = Date::parse("2026-11-23");
  it.version = (int64_t{1} << 53) + 1;
  return it;
}

template <class T>
T through_text(const T& value) {
  return kernel::from_tree<T>(kernel::parse_text(kernel::to_text(kernel::to_tree(value))));
}

TEST(Codec, AValueComesBackAsItWas) {
  const chart::Patient before = sample(), after = through_text(before);
  EXPECT_EQ(kernel::to_text(kernel::to_tree(after)), kernel::to_text(kernel::to_tree(before)));
  EXPECT_EQ(after.version, before.version);
  EXPECT_EQ(after.exemptions[0].valid_from->iso(), "2020-02-29");
  EXPECT_FALSE(after.exemptions[0].valid_to.has_value());
}

TEST(Codec, UnknownMembersAreIgnoredAndMissingOnesKeepTheirInitialiser) {
  const auto it = kernel::from_tree<chart::SearchPatients>(
      kernel::parse_text(R"({"text":"rossi","colour":"blue","limit":null})"));
  EXPECT_EQ(it.text, "rossi");
  EXPECT_EQ(it.limit, 20);
}

struct Wrong {
  const char* json;
  const char* path;
};
class WrongValue : public testing::TestWithParam<Wrong> {};

TEST_P(WrongValue, IsNamedByItsPath) {
  try {
    kernel::from_tree<chart::SavePatient>(kernel::parse_text(GetParam().json));
    FAIL() << "was accepted";
  } catch (const Error& e) {
    EXPECT_NE(e.message().find(GetParam().path), std::string::npos) << e.message();
    EXPECT_FALSE(e.remedy().empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongValue,
    testing::Values(Wrong{R"({"patient":{"birth_date":"1970-02-30"}})", "patient.birth_date"},
                    Wrong{R"({"patient":{"exemptions":[{},{"code":7}]}})", "patient.exemptions[1].code"},
                    Wrong{R"({"patient":{"fiscal_code":"PNIMRA70A01H501Q"}})", "patient.fiscal_code"},
                    Wrong{R"({"patient":{"sex":"X"}})", "patient.sex"},
                    Wrong{R"({"patient":{"version":1.5}})", "patient.version"},
                    Wrong{R"({"patient":{"version":18446744073709551615}})", "patient.version"},
                    Wrong{R"({"patient":[]})", "patient"}));

TEST(Codec, BytesTravelAsBase64) {
  for (size_t size = 0; size < 70; ++size) {
    Bytes octets(size);
    for (size_t i = 0; i < size; ++i) octets[i] = static_cast<uint8_t>(i * 37 + size);
    EXPECT_EQ(from_base64(to_base64(octets)), octets);
  }
  for (const char* bad : {"a", "ab=c", "ab!=", "====", "YQ=a"}) EXPECT_THROW(from_base64(bad), Error) << bad;
}

TEST(Tree, MisplacedWritesNeverBreakTheTree) {
  kernel::TreeBuilder builder;
  const Sink out = builder.sink();
  out.vtable->begin_object(out.self);
  out.vtable->integer(out.self, 1);        // a value without a name
  out.vtable->begin_array(out.self);       // a list without a name
  out.vtable->text(out.self, str("lost"));
  out.vtable->end_array(out.self);
  out.vtable->name(out.self, str("kept"));
  out.vtable->boolean(out.self, 1);
  out.vtable->end_array(out.self);         // closes nothing
  out.vtable->name(out.self, str("open"));
  EXPECT_EQ(kernel::to_text(builder.take()), R"({"kept":true,"open":null})");
}

TEST(Tree, DeepNestingIsRefused) {
  EXPECT_THROW(kernel::parse_text(std::string(200'000, '[')), Error);
  EXPECT_THROW(kernel::parse_text("{} {}"), Error);
  EXPECT_THROW(kernel::parse_text(""), Error);
}

}  // namespace
}  // namespace curante
