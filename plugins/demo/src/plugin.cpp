// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include <fmt/format.h>

#include "clock.hpp"
#include "curante/events.hpp"
#include "seeding.hpp"
#include "verbs.hpp"

namespace curante::demo {

/// `demo seed`, on the command line of the running host.
class DemoPlugin : public Plugin {
 public:
  explicit DemoPlugin(const Host& host)
      : host_(host),
        rooms_(use_each<personal_data::Contract>(host)),
        accounts_(host),
        formulary_(host),
        clock_(host),
        edge_(provide<verbs::Contract>(host, *this)) {}

  std::vector<Service*> services() override { return {edge_.get()}; }

  verbs::VerbList on(const CallContext&, const verbs::List&) {
    return {{{"demo seed", "fills the practice with synthetic patients",
              "--patients N [--seed S] [--lines-per-patient L] [--contacts-per-patient C] [--years "
              "Y]"}}};
  }

  verbs::Outcome on(const CallContext& context, const verbs::Run& call) {
    SeedOrder order;
    try {
      order = SeedOrder::parse(call.arguments);
    } catch (const Error& e) {
      return {2, e.message() + "\n" + e.remedy() + "\n"};
    }
    const auto doctors = titolari(context);
    const clock::Reading now = clock_.ask(context, clock::Now{});
    const PersonMaker people(WordLists::of_region(doctors.front().region_code), doctors, now.today);
    const auto search = [&](const std::string& text) {
      return formulary_.ask(context, formulary::Search{text, 10}).drugs;
    };
    std::vector<formulary::Drug> occasional;
    for (const char* substance :
         {"paracetamolo", "amoxicillina", "ibuprofene", "ketoprofene", "azitromicina"}) {
      for (const formulary::Drug& drug : search(substance)) occasional.push_back(drug);
    }
    const auto known = regimens(search);
    if (known.empty() || occasional.empty()) {
      return {1, "the formulary has none of the drugs that the demonstration needs\n"};
    }
    const ClinicalMaker clinic(known, occasional, now.now);
    RecordSink sink(host_, context, rooms_);
    seed(order, people, clinic, sink, [&](int64_t done) {
      publish(host_, context, verbs::Progress{"patients", done, order.patients});
    });
    return {0, fmt::format("made {} patients and the stress patient, {} records in all\n",
                           order.patients, sink.accepted())};
  }

 private:
  std::vector<accounts::Doctor> titolari(const CallContext& context) const {
    std::vector<accounts::Doctor> doctors;
    for (const auto& it : accounts_.ask(context, accounts::ListAccounts{}).accounts) {
      if (it.role == accounts::Role::titolare && it.doctor) doctors.push_back(*it.doctor);
    }
    if (!doctors.empty()) return doctors;
    throw Error("doctor-unknown", "the practice has no titolare whose list could be filled",
                "create one first");
  }

  Host host_;
  std::vector<Use<personal_data::Contract>> rooms_;
  Use<accounts::Contract> accounts_;
  Use<formulary::Contract> formulary_;
  Use<clock::Contract> clock_;
  std::unique_ptr<Service> edge_;
};

}  // namespace curante::demo

CURANTE_PLUGIN(curante::demo::DemoPlugin, curante::verbs::Contract,
               curante::personal_data::Contract, curante::accounts::Contract,
               curante::formulary::Contract, curante::clock::Contract);
