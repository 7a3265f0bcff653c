// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "code_search.hpp"
#include "curante/context.hpp"
#include "curante/embedded.hpp"
#include "service_search.hpp"
#include "table_keeper.hpp"

namespace curante::terminology {

/// Answers terminology/1. Safe to use from any thread, once opened.
class TerminologyService {
 public:
  /// Before the first call. Fills empty tables with `built_in`. Services carry the codes of
  /// `catalogue_region`, 3 digits or empty, and what is known of them `today`.
  void open(postgres::Pool& pool, EmbeddedFiles built_in, const std::string& catalogue_region,
            std::function<Date()> today);

  ConceptList on(const CallContext& context, const Search& request) const;
  Concept on(const CallContext& context, const Lookup& request) const;
  MunicipalityList on(const CallContext& context, const SearchMunicipalities& request) const;
  OutpatientServiceList on(const CallContext& context, const SearchServices& request) const;
  OutpatientService on(const CallContext& context, const GetService& request) const;
  ImportReport on(const CallContext& context, const ImportTables& request);

 private:
  std::optional<CodeSearch> search_;
  std::optional<ServiceSearch> services_;
  std::optional<TableKeeper> keeper_;
};

}  // namespace curante::terminology
