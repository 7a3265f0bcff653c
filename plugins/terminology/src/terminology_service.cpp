// SPDX-License-Identifier: Apache-2.0
#include "terminology_service.hpp"

namespace curante::terminology {

void TerminologyService::open(postgres::Pool& pool, EmbeddedFiles built_in,
                              const std::string& catalogue_region, std::function<Date()> today) {
  search_.emplace(pool);
  services_.emplace(pool, catalogue_region, std::move(today));
  keeper_.emplace(pool);
  keeper_->load_built_in(built_in);
}

ConceptList TerminologyService::on(const CallContext&, const Search& request) const {
  return search_->concepts(request);
}

Concept TerminologyService::on(const CallContext&, const Lookup& request) const {
  return search_->lookup(request);
}

MunicipalityList TerminologyService::on(const CallContext&,
                                        const SearchMunicipalities& request) const {
  return search_->municipalities(request);
}

OutpatientServiceList TerminologyService::on(const CallContext&,
                                             const SearchServices& request) const {
  return services_->services(request);
}

OutpatientService TerminologyService::on(const CallContext&, const GetService& request) const {
  return services_->service(request);
}

ImportReport TerminologyService::on(const CallContext& context, const ImportTables& request) {
  context.require(ImportTables::permission);
  return keeper_->import(request.directory);
}

}  // namespace curante::terminology
