// SPDX-License-Identifier: Apache-2.0
#include "bench_contract.hpp"
#include "curante/plugin.hpp"

namespace curante::bench {

/// Gives a record such as rooms pass; its own work is next to nothing: what is measured is the host.
class PersonPlugin : public Plugin {
 public:
  explicit PersonPlugin(const Host& host) : edge_(provide<Contract>(host, *this)) {}
  std::vector<Service*> services() override { return {edge_.get()}; }

  Number on(const CallContext&, const Add& call) { return {call.a + call.b}; }
  Person on(const CallContext&, const Find&) { return person_; }

 private:
  const Person person_ = {"0f8fad5b-d9cb-469f-a165-70867728950e",
                          "PNIMRA70A01H501P",
                          "PANE",
                          "MARIO",
                          Date{0},
                          {"Via delle Rose 12", "00185", "Roma", "RM"},
                          "06 555 1234",
                          "mario@posta.example",
                          {"013", "E01"},
                          std::nullopt,
                          3};
  std::unique_ptr<Service> edge_;
};

}  // namespace curante::bench

CURANTE_PLUGIN(curante::bench::PersonPlugin, curante::bench::Contract);
