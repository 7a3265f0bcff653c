// SPDX-License-Identifier: Apache-2.0
#include "documents_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "caller.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "documents_migrations.hpp"
#include "rendered_pdf.hpp"
#include "sample_page.hpp"
#include "sample_recipe.hpp"
#include "sha256.hpp"

namespace curante::documents {
namespace {

using testing::HasSubstr;

const Id patient("22222222-2222-4222-8222-222222222222");
const Id other_patient("33333333-3333-4333-8333-333333333333");

class DocumentsServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    pool_.emplace(postgres::TestCluster::shared().fresh(), 4);
    postgres::migrate(*pool_, embedded::documents_migrations());
    service_.emplace(Surroundings{[this](const CallContext&) { return now_; },
                                  [this](const std::string& text) { warnings_.push_back(text); }});
    service_->open(*pool_, PromemoriaPrinter::usual_families);
  }

  MakePromemoria request() { return {patient, sample_recipe(), sample_receipt()}; }
  DocumentInfo make(const MakePromemoria& request) {
    return service_->on(caller_.context(), request);
  }
  Blob read(const Id& id, int64_t offset = 0, int64_t size = 0) {
    return service_->on(caller_.context(), Read{id, offset, size});
  }

  std::optional<postgres::Pool> pool_;
  std::optional<DocumentsService> service_;
  std::vector<std::string> warnings_;
  Instant now_ = Instant::parse("2026-11-23T17:20:01.250Z");
  Caller caller_{"studio"};
};

TEST_F(DocumentsServiceTest, MakesKeepsAndGivesBack) {
  const DocumentInfo info = make(request());
  EXPECT_EQ(info.patient, patient);
  EXPECT_EQ(info.kind, "promemoria");
  EXPECT_EQ(info.title, "Promemoria 1200A4019294847");
  EXPECT_EQ(info.made, now_);
  EXPECT_FALSE(info.from_service);
  const Blob blob = read(info.id);
  EXPECT_EQ(blob.media_type, "application/pdf");
  EXPECT_EQ(blob.file_name, "promemoria-1200A4019294847.pdf");
  EXPECT_EQ(blob.size, info.size);
  EXPECT_EQ(blob.content.size(), static_cast<size_t>(info.size));
  const RenderedPdf pdf(blob.content);
  EXPECT_THAT(pdf.text(), HasSubstr("LEVETIRACETAM 500MG"));
  EXPECT_EQ(pdf.barcodes(203).count("PNIMRA70A01H501P"), 1u);
}

TEST_F(DocumentsServiceTest, TheSameQuestionFindsTheSameDocument) {
  const DocumentInfo first = make(request());
  now_.ms += 60'000;
  EXPECT_EQ(make(request()).id, first.id);
  EXPECT_EQ(make(request()).made, first.made);
  auto changed = request();
  changed.receipt.regional_phrase += " aggiornata";
  EXPECT_NE(make(changed).id, first.id);
  EXPECT_EQ(service_->on(caller_.context(), ListForPatient{patient, 50}).documents.size(), 2u);
}

TEST_F(DocumentsServiceTest, AskedByManyAtOnceItMakesOne) {
  std::vector<std::thread> threads;
  std::vector<Id> ids(6);
  for (Id& id : ids) threads.emplace_back([&] { id = make(request()).id; });
  for (auto& thread : threads) thread.join();
  for (const Id& id : ids) EXPECT_EQ(id, ids[0]);
  EXPECT_EQ(service_->on(caller_.context(), ListForPatient{patient, 50}).documents.size(), 1u);
}

TEST_F(DocumentsServiceTest, TheServicesOwnPdfGoesFirst) {
  PromemoriaPrinter printer;
  PromemoriaPage page = sample_page();
  page.regional_phrase = "DISEGNATO DAL SERVIZIO";
  auto asked = request();
  asked.receipt.promemoria = printer.print({&page, 1});
  const DocumentInfo info = make(asked);
  EXPECT_TRUE(info.from_service);
  EXPECT_EQ(read(info.id).content, asked.receipt.promemoria);
  EXPECT_TRUE(warnings_.empty());
}

TEST_F(DocumentsServiceTest, ADamagedServicePdfFallsBackToOurs) {
  PromemoriaPrinter printer;
  const PromemoriaPage page = sample_page();
  auto asked = request();
  asked.receipt.promemoria = printer.print({&page, 1});
  asked.receipt.promemoria.resize(asked.receipt.promemoria.size() / 2);
  const DocumentInfo info = make(asked);
  EXPECT_FALSE(info.from_service);
  EXPECT_EQ(RenderedPdf(read(info.id).content).barcodes(203).count("4019294847"), 1u);
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_EQ(warnings_[0].find("PNIMRA"), std::string::npos);
  EXPECT_EQ(make(asked).id, info.id);
}

TEST_F(DocumentsServiceTest, TheSacsOwnPdfIsKeptByteForByte) {
  const char* reference = std::getenv("CURANTE_REFERENCE_DIR");
  if (reference == nullptr) GTEST_SKIP() << "CURANTE_REFERENCE_DIR is not set";
  auto asked = request();
  asked.receipt.promemoria = file_bytes(std::string(reference) +
                                        "/protocols/sac-ricetta-dem/samples/"
                                        "promemoria-SAC-test-1300A4019294847.pdf");
  const DocumentInfo info = make(asked);
  EXPECT_TRUE(info.from_service);
  EXPECT_EQ(read(info.id).content, asked.receipt.promemoria);
}

TEST_F(DocumentsServiceTest, RangesJoinToTheWhole) {
  const DocumentInfo info = make(request());
  const Bytes whole = read(info.id).content;
  Bytes joined;
  for (int64_t at = 0; at < info.size; at += 4096) {
    const Blob part = read(info.id, at, 4096);
    EXPECT_EQ(part.offset, at);
    EXPECT_EQ(part.size, info.size);
    joined.insert(joined.end(), part.content.begin(), part.content.end());
  }
  EXPECT_EQ(joined, whole);
  EXPECT_EQ(read(info.id, info.size - 3, 100).content.size(), 3u);
  EXPECT_TRUE(read(info.id, info.size, 1).content.empty());
  EXPECT_EQ(code_of([&] { read(info.id, info.size + 1, 1); }), "range-invalid");
  EXPECT_EQ(code_of([&] { read(info.id, -1, 1); }), "range-invalid");
  EXPECT_EQ(code_of([&] { read(info.id, INT64_MAX, INT64_MAX); }), "range-invalid");
  EXPECT_EQ(code_of([&] { read(other_patient); }), "document-unknown");
  EXPECT_EQ(code_of([&] { read({}); }), "document-unknown");
}

TEST_F(DocumentsServiceTest, AnotherPracticeSeesNothing) {
  const DocumentInfo info = make(request());
  const Caller stranger("altro studio");
  EXPECT_EQ(code_of([&] { service_->on(stranger.context(), Read{info.id}); }), "document-unknown");
  EXPECT_TRUE(service_->on(stranger.context(), ListForPatient{patient, 50}).documents.empty());
}

TEST_F(DocumentsServiceTest, NothingGoesToAnotherPatient) {
  const Caller elsewhere("studio", other_patient.value());
  EXPECT_EQ(code_of([&] { service_->on(elsewhere.context(), request()); }), "patient-mismatch");
  EXPECT_TRUE(service_->on(caller_.context(), ListForPatient{patient, 50}).documents.empty());
  make(request());
  auto swapped = request();
  swapped.patient = other_patient;
  EXPECT_EQ(code_of([&] { make(swapped); }), "patient-mismatch");
  swapped.patient = {};
  EXPECT_EQ(code_of([&] { make(swapped); }), "patient-missing");
  auto nameless = request();
  nameless.recipe.id = {};
  EXPECT_EQ(code_of([&] { make(nameless); }), "recipe-missing");
}

TEST_F(DocumentsServiceTest, AnOpenChartShowsNoOtherPatientsDocument) {
  const DocumentInfo info = make(request());
  const Caller own("studio", patient.value());
  EXPECT_FALSE(service_->on(own.context(), Read{info.id}).content.empty());
  EXPECT_FALSE(service_->on(own.context(), ReadMerged{info.id.value()}).content.empty());
  const Caller elsewhere("studio", other_patient.value());
  const auto refused = [&](const auto& call) {
    return code_of([&] { service_->on(elsewhere.context(), call); });
  };
  EXPECT_EQ(refused(Read{info.id}), "patient-mismatch");
  EXPECT_EQ(refused(ReadMerged{info.id.value()}), "patient-mismatch");
  EXPECT_EQ(refused(Read{patient}), "document-unknown");
}

TEST_F(DocumentsServiceTest, SeveralPrintAtOneGo) {
  std::string list;
  for (const char digit : {'1', '2', '3'}) {
    auto asked = request();
    asked.recipe.id = Id(std::string("11111111-1111-4111-8111-11111111111") + digit);
    asked.receipt.nre = Nre(std::string("1200A401929484") + digit);
    list += (list.empty() ? "" : ",") + make(asked).id.value();
  }
  const Blob blob = service_->on(caller_.context(), ReadMerged{list});
  EXPECT_EQ(blob.size, static_cast<int64_t>(blob.content.size()));
  const RenderedPdf pdf(blob.content);
  EXPECT_EQ(pdf.pages(), 3);
  EXPECT_EQ(pdf.barcodes(203, 3).count("4019294843"), 1u);
  const auto merged = [&](const std::string& ids) {
    return code_of([&] { service_->on(caller_.context(), ReadMerged{ids}); });
  };
  EXPECT_EQ(merged(""), "document-selection-invalid");
  EXPECT_EQ(merged("not an id"), "invalid-id");
  EXPECT_EQ(merged(list + "," + patient.value()), "document-unknown");
}

TEST_F(DocumentsServiceTest, ADocumentThatChangedOnDiskIsNotShown) {
  const DocumentInfo info = make(request());
  pool_->write([](pqxx::transaction_base& tx) {
    tx.exec("update document set content = set_byte(content, 100, 0)");
  });
  EXPECT_EQ(code_of([&] { read(info.id); }), "document-damaged");
}

TEST_F(DocumentsServiceTest, TheListIsNewestFirst) {
  auto asked = request();
  const DocumentInfo first = make(asked);
  now_.ms += 1000;
  asked.recipe.id = Id("11111111-1111-4111-8111-111111111119");
  const DocumentInfo second = make(asked);
  const auto all = service_->on(caller_.context(), ListForPatient{patient, 50}).documents;
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].id, second.id);
  EXPECT_EQ(all[1].id, first.id);
  EXPECT_EQ(service_->on(caller_.context(), ListForPatient{patient, -5}).documents.size(), 1u);
}

TEST_F(DocumentsServiceTest, RecordsLeaveAndComeBack) {
  const DocumentInfo info = make(request());
  DocumentStore store(*pool_);
  const auto records = store.records("studio", {}, "", 10);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].recipe, sample_recipe().id);
  EXPECT_EQ(store.erase("studio", patient), 1);
  EXPECT_EQ(store.count("studio", patient), 0);
  EXPECT_TRUE(store.put("studio", records).empty());
  EXPECT_TRUE(store.put("studio", records).empty()) << "the same record again replaces itself";
  EXPECT_EQ(store.count("studio", {}), 1);
  EXPECT_EQ(read(info.id).content, records[0].content);
  EXPECT_EQ(make(request()).id, info.id);

  auto broken = records;
  broken[0].content.pop_back();
  auto twin = records[0];
  twin.info.id = other_patient;
  broken.push_back(twin);
  const auto refused = store.put("studio", broken);
  ASSERT_EQ(refused.size(), 2u);
  EXPECT_EQ(refused[0].second.code(), "record-damaged");
  EXPECT_EQ(refused[1].second.code(), "document-duplicate");
}

}  // namespace
}  // namespace curante::documents
