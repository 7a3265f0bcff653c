// SPDX-License-Identifier: Apache-2.0
#include "formulary_service.hpp"

namespace curante::formulary {

void FormularyService::open(postgres::Pool& pool, EmbeddedFiles built_in, Today today) {
  today_ = std::move(today);
  search_.emplace(pool);
  keeper_.emplace(pool, built_in);
  keeper_->load_built_in();
}

DrugList FormularyService::on(const CallContext& context, const Search& request) const {
  return search_->search(request, today_(context));
}

Drug FormularyService::on(const CallContext& context, const GetDrug& request) const {
  return search_->get(request.aic, today_(context));
}

DrugList FormularyService::on(const CallContext& context, const GroupMembers& request) const {
  return search_->group(request.group_code, today_(context));
}

ImportReport FormularyService::on(const CallContext& context, const ImportLists& request) {
  context.require(ImportLists::permission);
  return keeper_->import(request.directory);
}

}  // namespace curante::formulary
