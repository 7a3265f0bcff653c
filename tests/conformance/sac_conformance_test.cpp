// SPDX-License-Identifier: Apache-2.0
#include "on_path.hpp"
#include "curante/testing/recipe_transmitter_suite.hpp"
#include "sac_practice.hpp"
#include "sac_held.hpp"
#include "services.hpp"

namespace curante::conformance {

/// The SAC channel before the simulator of Sistema TS. Faults are the simulator's; a refusal is had
/// by a wrong ASL of the doctor, as in the recorded exchanges (code 1020).
class SacChannel : public sac::SacTest {
 public:
  SacChannel() : service_(*this) {
    sign_up(sac::fabbri());
    service_.room.open(channel_->transmitter, channel_->health);
  }

  auto& provider() { return service_; }

  void inject(Fault kind, int times) {
    simulator().admin("DELETE", "/faults");
    switch (kind) {
      case Fault::unreachable:
        return fault({{"kind", "wrong-certificate"}, {"times", times}});
      case Fault::lost:
        return fault({{"kind", "no-answer"},
                      {"processed", false},
                      {"operation", "InvioPrescritto"},
                      {"times", times}});
      case Fault::taken:
        for (const char* operation : {"InvioPrescritto", "AnnullaPrescritto"}) {
          fault({{"kind", "no-answer"}, {"operation", operation}, {"times", times}});
        }
        return;
      case Fault::refused:
        refusals_ = times;
        return;
      case Fault::needs_credentials:
        return fault({{"kind", "unauthorized"}, {"times", times}});
      case Fault::exhausted:
        return fault({{"kind", "soap-fault"}, {"operation", "RichiestaLotto"}, {"times", times}});
    }
  }

  Recipe sample() { return recipe(); }
  int64_t live() { return static_cast<int64_t>(SacTest::live().size()); }
  std::optional<Recipe> held(const Nre& number) {
    const auto found = simulator().admin("GET", "/recipes?nre=" + number.value());
    const auto& recipes = found.at("recipes").as_array();
    if (recipes.empty()) return std::nullopt;
    return recipe_held(recipes[0].as_object());
  }

 private:
  /// The room's own service; spoils the recipes that are to be refused.
  struct Provider {
    explicit Provider(SacChannel& its) : channel(its) {}
    Receipt on(const CallContext& context, const Submit& call) {
      Submit sent = call;
      if (channel.refusals_ > 0) {
        --channel.refusals_;
        sent.recipe.holder.asl_code = "999";
      }
      return room.on(context, sent);
    }
    template <class Call>
    typename Call::Reply on(const CallContext& context, const Call& call) {
      return room.on(context, call);
    }
    SacChannel& channel;
    sac::TransmitterService room;
  };

  void TestBody() override {}

  int refusals_ = 0;
  Provider service_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(SacDirect, RecipeTransmitterSuite, Direct<SacChannel>);
INSTANTIATE_TYPED_TEST_SUITE_P(SacMarshalled, RecipeTransmitterSuite, Marshalled<SacChannel>);

}  // namespace curante::conformance
