// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "curante/postgres/migrate.hpp"
#include "curante/postgres/private_cluster.hpp"
#include "terminology_migrations.hpp"
#include "terminology_service.hpp"
#include "terminology_tables.hpp"

namespace curante::terminology {

/// The room on a database of its own, with the built-in tables.
class RoomTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { cluster_ = std::make_unique<postgres::PrivateCluster>(); }
  static void TearDownTestSuite() { cluster_.reset(); }

  void SetUp() override {
    cluster_->empty();
    pool_.emplace(cluster_->uri(), 4);
    postgres::migrate(*pool_, embedded::terminology_migrations());
    service_.open(*pool_, embedded::terminology_tables());
    char name[] = "/tmp/curante-tables-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& file, const std::string& content) const {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << content;
  }

  std::vector<std::string> codes(const std::string& text, System system = System::icd9cm,
                                 int32_t limit = 20) {
    std::vector<std::string> all;
    for (const Concept& it : service_.on(context(), Search{system, text, limit}).concepts) {
      all.push_back(it.code);
    }
    return all;
  }

  std::vector<std::string> places(const std::string& text) {
    std::vector<std::string> all;
    for (const auto& it : service_.on(context(), SearchMunicipalities{text}).municipalities) {
      all.push_back(it.name + " " + it.province);
    }
    return all;
  }

  int64_t count(const std::string& sql) {
    return pool_->read([&](pqxx::transaction_base& tx) {
      return tx.exec("select count(*) from " + sql)[0][0].as<int64_t>();
    });
  }

  /// A caller who may do what `allowed_` says.
  CallContext context() const {
    return {reinterpret_cast<const curante_context*>(&allowed_), &access};
  }

  template <class Run>
  static Error refusal(Run&& run) {
    try {
      run();
    } catch (const Error& e) {
      return e;
    }
    return Error("not-refused", "");
  }

  static std::unique_ptr<postgres::PrivateCluster> cluster_;
  std::optional<postgres::Pool> pool_;
  TerminologyService service_;
  std::filesystem::path folder_;
  bool allowed_ = true;

 private:
  static curante_str field(const curante_context*, curante_str) { return {}; }
  static int32_t may(const curante_context* handle, curante_str) {
    return *reinterpret_cast<const bool*>(handle);
  }
  static constexpr curante_ext_context access{sizeof(curante_ext_context), field, may, nullptr,
                                              nullptr};
};
inline std::unique_ptr<postgres::PrivateCluster> RoomTest::cluster_;

}  // namespace curante::terminology
