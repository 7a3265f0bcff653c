// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "curante/postgres/migrate.hpp"
#include "curante/reference/room_test.hpp"
#include "service_reader.hpp"
#include "terminology_migrations.hpp"
#include "terminology_service.hpp"
#include "terminology_tables.hpp"

namespace curante::terminology {

/// The room on a database of its own, with the built-in tables.
class RoomTest : public reference::RoomTest<TerminologyService> {
 protected:
  void SetUp() override {
    reference::RoomTest<TerminologyService>::SetUp();
    postgres::migrate(*pool_, embedded::terminology_migrations());
    open(embedded::terminology_tables());
  }

  /// As a start does, on `today_`.
  void open(EmbeddedFiles tables, const std::string& catalogue_region = "") {
    service_.open(*pool_, tables, catalogue_region, [this] { return today_; });
  }
  Date today_ = Date::parse("2026-11-23");

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
};

}  // namespace curante::terminology
