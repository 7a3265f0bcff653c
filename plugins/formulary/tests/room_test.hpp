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
#include "formulary_data.hpp"
#include "formulary_migrations.hpp"
#include "formulary_service.hpp"
#include "formulary_tables.hpp"

namespace curante::formulary {

/// The room on a database of its own, with the built-in tables.
class RoomTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { cluster_ = std::make_unique<postgres::PrivateCluster>(); }
  static void TearDownTestSuite() { cluster_.reset(); }

  void SetUp() override {
    cluster_->empty();
    pool_.emplace(cluster_->uri(), 4);
    postgres::migrate(*pool_, embedded::formulary_migrations());
    service_.open(*pool_, embedded::formulary_data());
    char name[] = "/tmp/curante-lists-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& file, const std::string& content) const {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << content;
  }
  void write_list(const std::string& rows) const {
    write(
        "farmaci-aifa/lista_trasparenza_2020-10-15.csv",
        "aic,denominazione,confezione,titolare,atc,principio_attivo,confezione_riferimento,gruppo,"
        "prezzo_rif_ssn_eur,prezzo_pubblico_eur,nota\n" +
            rows);
  }

  std::vector<Drug> find(const std::string& text, int32_t limit = 20) {
    return service_.on(context(), Search{text, limit}).drugs;
  }
  std::vector<std::string> names(const std::string& text) {
    std::vector<std::string> all;
    for (const Drug& it : find(text)) all.push_back(it.name + " " + it.strength);
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
  FormularyService service_;
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

}  // namespace curante::formulary
