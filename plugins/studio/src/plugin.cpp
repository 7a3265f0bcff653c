// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "studio_service.hpp"

namespace curante::studio {

class StudioPlugin : public Plugin {
 public:
  explicit StudioPlugin(const Host& host)
      : prescribing_(host),
        chart_(host),
        accounts_(host),
        clock_(host),
        studio_(neighbours()),
        service_(provide<Contract>(host, studio_)) {}

  std::vector<Service*> services() override { return {service_.get()}; }

 private:
  Neighbours neighbours() {
    using Context = Neighbours::Context;
    return {
        [this](Context c) { return clock_.ask(c, clock::Now{}); },
        [this](Context c, const prescribing::ListForDay& call) {
          return prescribing_.ask(c, call);
        },
        [this](Context c, const prescribing::ListForPeriod& call) {
          return prescribing_.ask(c, call);
        },
        [this](Context c, const prescribing::ListOpen& call) { return prescribing_.ask(c, call); },
        [this](Context c, const prescribing::ListPrepared& call) {
          return prescribing_.ask(c, call);
        },
        [this](Context c, const chart::GetSummaries& call) { return chart_.ask(c, call); },
        [this](Context c) { return accounts_.ask(c, accounts::ListDoctors{}); }};
  }

  Use<prescribing::Contract> prescribing_;
  Use<chart::Contract> chart_;
  Use<accounts::Contract> accounts_;
  Use<clock::Contract> clock_;
  StudioService studio_;
  std::unique_ptr<Service> service_;
};

}  // namespace curante::studio

CURANTE_PLUGIN(curante::studio::StudioPlugin, curante::studio::Contract,
               curante::prescribing::Contract, curante::chart::Contract,
               curante::accounts::Contract, curante::clock::Contract);
