// SPDX-License-Identifier: Apache-2.0
#include "formulary_service.hpp"

namespace curante::formulary {

void FormularyService::open(postgres::Pool& pool, EmbeddedFiles built_in) {
  search_.emplace(pool);
  keeper_.emplace(pool, built_in);
  keeper_->load_built_in();
}

DrugList FormularyService::on(const CallContext&, const Search& request) const {
  return search_->search(request);
}

Drug FormularyService::on(const CallContext&, const GetDrug& request) const {
  return search_->get(request.aic);
}

DrugList FormularyService::on(const CallContext&, const GroupMembers& request) const {
  return search_->group(request.group_code);
}

ImportReport FormularyService::on(const CallContext& context, const ImportLists& request) {
  context.require(ImportLists::permission);
  return keeper_->import(request.directory);
}

}  // namespace curante::formulary
