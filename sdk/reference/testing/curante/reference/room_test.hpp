// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "curante/context.hpp"
#include "curante/postgres/test_cluster.hpp"

namespace curante::reference {

/// A room with reference tables, on a database of its own, and a folder for tables to import.
/// The room's fixture migrates and opens `service_` in its SetUp.
template <class Service>
class RoomTest : public testing::Test {
 protected:
  void SetUp() override {
    pool_.emplace(postgres::TestCluster::shared().fresh(), 4);
    char name[] = "/tmp/curante-tables-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& file, const std::string& content) const {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << content;
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

  std::optional<postgres::Pool> pool_;
  Service service_;
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

}  // namespace curante::reference
