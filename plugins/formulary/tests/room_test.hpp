// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "curante/postgres/migrate.hpp"
#include "curante/reference/room_test.hpp"
#include "formulary_data.hpp"
#include "formulary_migrations.hpp"
#include "formulary_service.hpp"
#include "formulary_tables.hpp"

namespace curante::formulary {

/// The room on a database of its own, with the built-in tables.
class RoomTest : public reference::RoomTest<FormularyService> {
 protected:
  void SetUp() override {
    reference::RoomTest<FormularyService>::SetUp();
    postgres::migrate(*pool_, embedded::formulary_migrations());
    open(embedded::formulary_data());
  }

  void open(EmbeddedFiles tables) {
    service_.open(*pool_, tables, [this](const CallContext&) { return today_; });
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

  Date today_ = Date::parse("2026-11-23");
};

}  // namespace curante::formulary
