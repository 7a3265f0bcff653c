// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "curante/context.hpp"
#include "curante/embedded.hpp"
#include "drug_search.hpp"
#include "formulary_keeper.hpp"

namespace curante::formulary {

/// Answers formulary/1. Safe to use from any thread, once opened.
class FormularyService {
 public:
  /// The day whose notes count.
  using Today = std::function<Date(const CallContext&)>;

  /// Before the first call. Fills empty tables with `built_in`.
  void open(postgres::Pool& pool, EmbeddedFiles built_in, Today today);

  DrugList on(const CallContext& context, const Search& request) const;
  Drug on(const CallContext& context, const GetDrug& request) const;
  DrugList on(const CallContext& context, const GroupMembers& request) const;
  ImportReport on(const CallContext& context, const ImportLists& request);

 private:
  Today today_;
  std::optional<DrugSearch> search_;
  std::optional<FormularyKeeper> keeper_;
};

}  // namespace curante::formulary
