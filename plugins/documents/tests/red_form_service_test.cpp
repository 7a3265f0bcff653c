// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "caller.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "documents_migrations.hpp"
#include "documents_service.hpp"
#include "sample_recipe.hpp"

namespace curante::documents {
namespace {

class RedFormServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    postgres::migrate(pool_, embedded::documents_migrations());
    service_.open(pool_, PromemoriaPrinter::usual_families);
    asked_.patient = Id("22222222-2222-4222-8222-222222222222");
    asked_.recipe = sample_recipe();
    asked_.code = "120261234567004";
  }
  DocumentInfo make() { return service_.on(caller_.context(), asked_); }

  postgres::Pool pool_{postgres::TestCluster::shared().fresh(), 2};
  DocumentsService service_{
      Surroundings{[](const CallContext&) { return Instant{1000}; }, [](const std::string&) {}}};
  Caller caller_{"studio"};
  MakeRedForm asked_;
};

TEST_F(RedFormServiceTest, TheSameFormIsMadeOnce) {
  const DocumentInfo info = make();
  EXPECT_EQ(info.kind, "red-form");
  EXPECT_EQ(info.title, "Ricetta rossa 120261234567004");
  EXPECT_EQ(make().id, info.id);
  asked_.code = "120261234567015";
  EXPECT_NE(make().id, info.id);
  const Blob blob = service_.on(caller_.context(), Read{info.id, 0, 0});
  EXPECT_EQ(blob.file_name, "ricetta-rossa-120261234567004.pdf");
}

TEST_F(RedFormServiceTest, ATestPageIsDrawnAndNotKept) {
  const Blob blob = service_.on(caller_.context(), DrawRedTest{});
  EXPECT_EQ(blob.media_type, "application/pdf");
  EXPECT_EQ(blob.size, static_cast<int64_t>(blob.content.size()));
  EXPECT_EQ(std::string(blob.content.begin(), blob.content.begin() + 4), "%PDF");
  const auto kept = pool_.read([](pqxx::transaction_base& tx) {
    return tx.exec1("select count(*) from document")[0].as<int>();
  });
  EXPECT_EQ(kept, 0);
  DrawRedTest far;
  far.place.left_mm = 60;
  EXPECT_EQ(code_of([&] { service_.on(caller_.context(), far); }), "red-form-place");
}

TEST_F(RedFormServiceTest, WhatIsNotToBePrintedIsRefused) {
  const Caller other("studio", "33333333-3333-4333-8333-333333333333");
  EXPECT_EQ(code_of([&] { service_.on(other.context(), asked_); }), "patient-mismatch");
  asked_.recipe.id = Id();
  EXPECT_EQ(code_of([&] { make(); }), "recipe-missing");
  asked_.patient = Id();
  EXPECT_EQ(code_of([&] { make(); }), "patient-missing");
}

}  // namespace
}  // namespace curante::documents
