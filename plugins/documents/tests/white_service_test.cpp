// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caller.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "documents_migrations.hpp"
#include "documents_service.hpp"
#include "rendered_pdf.hpp"
#include "sample_page.hpp"
#include "sample_white.hpp"

namespace curante::documents {
namespace {

const Id patient("22222222-2222-4222-8222-222222222222");
const Id other_patient("33333333-3333-4333-8333-333333333333");

class WhiteServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    pool_.emplace(postgres::TestCluster::shared().fresh(), 4);
    postgres::migrate(*pool_, embedded::documents_migrations());
    service_.emplace(Surroundings{[this](const CallContext&) { return now_; },
                                  [this](const std::string& text) { warnings_.push_back(text); }});
    service_->open(*pool_, PromemoriaPrinter::usual_families);
  }
  DocumentInfo make(const MakeWhite& request) { return service_->on(caller_.context(), request); }
  MakeWhite electronic() { return {patient, sample_white(), white_receipt()}; }
  MakeWhite paper() { return {patient, sample_white(), std::nullopt}; }
  Bytes content(const DocumentInfo& info) {
    return service_->on(caller_.context(), Read{info.id, 0, 0}).content;
  }

  std::optional<postgres::Pool> pool_;
  std::optional<DocumentsService> service_;
  std::vector<std::string> warnings_;
  Instant now_ = Instant::parse("2026-11-23T17:20:01.250Z");
  Caller caller_{"studio"};
};

TEST_F(WhiteServiceTest, PaperAndPromemoriaAreTwoDocumentsAndEachIsMadeOnce) {
  const DocumentInfo first = make(paper());
  EXPECT_EQ(first.kind, "ricetta-bianca");
  EXPECT_EQ(first.title, "Ricetta bianca del 23/11/2026");
  EXPECT_FALSE(first.from_service);
  const DocumentInfo second = make(electronic());
  EXPECT_EQ(second.kind, "promemoria");
  EXPECT_EQ(second.title, "Promemoria ricetta bianca RB0000000042");
  EXPECT_NE(first.id, second.id);
  now_.ms += 60'000;
  EXPECT_EQ(make(paper()).id, first.id);
  EXPECT_EQ(make(electronic()).id, second.id);
  EXPECT_EQ(RenderedPdf(content(second)).barcodes(203).count("RB0000000042"), 1u);
}

TEST_F(WhiteServiceTest, TheServicesOwnPdfGoesFirstWhereItIsSound) {
  PromemoriaPrinter printer;
  const PromemoriaPage page = sample_page();
  auto asked = electronic();
  asked.receipt->promemoria = printer.print({&page, 1});
  const DocumentInfo info = make(asked);
  EXPECT_TRUE(info.from_service);
  EXPECT_EQ(content(info), asked.receipt->promemoria);
  asked.recipe.id = Id("11111111-1111-4111-8111-111111111112");
  asked.receipt->promemoria.resize(100);
  EXPECT_FALSE(make(asked).from_service);
  EXPECT_EQ(warnings_.size(), 1u);
}

TEST_F(WhiteServiceTest, NothingGoesToAnotherPatient) {
  const Caller elsewhere("studio", other_patient.value());
  EXPECT_EQ(code_of([&] { service_->on(elsewhere.context(), paper()); }), "patient-mismatch");
  make(paper());
  auto swapped = paper();
  swapped.patient = other_patient;
  EXPECT_EQ(code_of([&] { make(swapped); }), "patient-mismatch");
  swapped.patient = {};
  EXPECT_EQ(code_of([&] { make(swapped); }), "patient-missing");
  auto nameless = paper();
  nameless.recipe.id = {};
  EXPECT_EQ(code_of([&] { make(nameless); }), "recipe-missing");
}

}  // namespace
}  // namespace curante::documents
