// SPDX-License-Identifier: Apache-2.0
// AccessService: what a person decides about white recipes.
#include "services.hpp"

namespace curante::sac {

sistema_ts::UndecidedWhiteList AccessService::on(const CallContext& context,
                                                 const sistema_ts::ListUndecidedWhite&) {
  if (white_ == nullptr) return {};
  return {white_->undecided(context.user())};
}

sistema_ts::UndecidedWhiteList AccessService::on(const CallContext& context,
                                                 const sistema_ts::DecideWhite& call) {
  if (white_ == nullptr) {
    throw Error("white-not-undecided", "questa ricetta bianca non attende una decisione",
                "ricaricare la pagina");
  }
  white_->decide(call.recipe.value(), context.user(),
                 {call.white_number, call.white_pin, call.unverified});
  changed_(context);  // the recipe waits for its doctor: it goes on now
  return {white_->undecided(context.user())};
}

}  // namespace curante::sac
