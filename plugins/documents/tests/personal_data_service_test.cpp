// SPDX-License-Identifier: Apache-2.0
#include "personal_data_service.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "caller.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "documents_migrations.hpp"
#include "sha256.hpp"

namespace curante::documents {
namespace {

const Id patient("22222222-2222-4222-8222-222222222222");
const Id other_patient("33333333-3333-4333-8333-333333333333");

class PersonalDataTest : public testing::Test {
 protected:
  void SetUp() override {
    pool_.emplace(postgres::TestCluster::shared().fresh(), 4);
    postgres::migrate(*pool_, embedded::documents_migrations());
    service_.open(*pool_);
    DocumentStore store(*pool_);
    for (int i = 0; i < 5; ++i) {
      DocumentRecord record;
      record.info.patient = i < 3 ? patient : other_patient;
      record.info.kind = "promemoria";
      record.info.made = Instant{1'763'918'400'000 + i};
      record.recipe = Id("11111111-1111-4111-8111-11111111111" + std::to_string(i));
      record.media_type = "application/pdf";
      record.content = Bytes(100, static_cast<uint8_t>(i));
      record.version = sha256(record.content);
      store.keep("studio", record);
    }
  }

  template <class Call>
  typename Call::Reply ask(const Call& call) {
    return service_.on(caller_.context(), call);
  }
  int64_t count(const Id& whose) {
    return ask(personal_data::Enumerate{whose}).sections[0].records;
  }

  std::vector<std::string> export_all(const Id& whose, int32_t limit) {
    std::vector<std::string> all;
    personal_data::Export call{section_, whose, "", limit};
    do {
      const auto page = ask(call);
      all.insert(all.end(), page.records.begin(), page.records.end());
      call.cursor = page.next;
    } while (!call.cursor.empty());
    return all;
  }

  const std::string section_ = "documents.documents";
  std::map<std::string, DocumentRecord> texts_;
  std::optional<postgres::Pool> pool_;
  Caller caller_{"studio"};
  /// The host's JSON is tested with the host; here a record's text is its name in a map.
  PersonalDataService service_{{[this](const DocumentRecord& record) {
                                  texts_[record.info.id.value()] = record;
                                  return record.info.id.value();
                                },
                                [this](const std::string& text) {
                                  const auto found = texts_.find(text);
                                  if (found == texts_.end())
                                    throw Error("invalid-json", "no such text", "");
                                  return found->second;
                                }}};
};

TEST_F(PersonalDataTest, CountsOnePatientOrAll) {
  EXPECT_EQ(count({}), 5);
  EXPECT_EQ(count(patient), 3);
  EXPECT_EQ(ask(personal_data::Enumerate{}).sections[0].name, section_);
}

TEST_F(PersonalDataTest, ExportsInPagesWithoutLossOrRepetition) {
  for (const int32_t limit : {1, 2, 5, 1000}) {
    const auto all = export_all({}, limit);
    EXPECT_EQ(all.size(), 5u) << limit;
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 5u) << limit;
  }
  EXPECT_EQ(export_all(patient, 2).size(), 3u);
  EXPECT_EQ(code_of([&] {
              ask(personal_data::Export{"chart.patients", {}, "", 10});
            }),
            "section-unknown");
}

TEST_F(PersonalDataTest, WhatWasErasedComesBackWhole) {
  const auto all = export_all({}, 1000);
  EXPECT_EQ(ask(personal_data::Erase{patient}).records, 3);
  EXPECT_EQ(count({}), 2);
  auto records = all;
  records.insert(records.begin() + 1, "no record");
  const auto imported = ask(personal_data::Import{section_, records});
  EXPECT_EQ(imported.accepted, 5);
  ASSERT_EQ(imported.refused.size(), 1u);
  EXPECT_EQ(imported.refused[0].index, 1);
  EXPECT_EQ(imported.refused[0].code, "invalid-json");
  EXPECT_EQ(export_all({}, 1000), all);
}

TEST_F(PersonalDataTest, ARefusalNamesTheRecordThatWasGiven) {
  auto records = export_all({}, 1000);
  texts_[records[2]].content.clear();
  records.insert(records.begin(), "no record");
  const auto imported = ask(personal_data::Import{section_, records});
  EXPECT_EQ(imported.accepted, 4);
  ASSERT_EQ(imported.refused.size(), 2u);
  EXPECT_EQ(imported.refused[1].index, 3);
  EXPECT_EQ(imported.refused[1].code, "record-damaged");
}

TEST_F(PersonalDataTest, RefusalsComeInTheOrderOfTheRecords) {
  auto records = export_all({}, 1000);
  texts_[records[0]].content.clear();
  records.insert(records.begin() + 1, "no record");
  const auto imported = ask(personal_data::Import{section_, records});
  ASSERT_EQ(imported.refused.size(), 2u);
  EXPECT_EQ(imported.refused[0].index, 0);
  EXPECT_EQ(imported.refused[1].index, 1);
}

TEST_F(PersonalDataTest, ErasesOnlyTheNamedPatientOfThePractice) {
  EXPECT_EQ(code_of([&] { ask(personal_data::Erase{}); }), "patient-missing");
  EXPECT_EQ(code_of([&] { ask(personal_data::Anonymise{}); }), "patient-missing");
  const Caller stranger("altro studio");
  EXPECT_EQ(service_.on(stranger.context(), personal_data::Erase{patient}).records, 0);
  EXPECT_EQ(ask(personal_data::Anonymise{patient}).records, 3);
  EXPECT_EQ(count(other_patient), 2);
}

}  // namespace
}  // namespace curante::documents
