// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>

#include "room.hpp"

namespace curante::prescribing {

/// A red room that puts each recipe on one form, and can be told to fail.
class PaperRoomTest : public RoomTest {
 protected:
  PaperRoomTest() {
    neighbours_.print_red = [this](const CallContext&, const red_recipes::Print& call) {
      ++asked_;
      if (!failure_.empty()) throw Error(failure_, "non stampata", "riprovare");
      printed_.insert(call.recipe.id.value());
      const red_recipes::Form form = form_of(call.recipe.id);
      if (failure_after_ == "lost") throw Error("outcome-unknown", "interrotta", "riprovare");
      return form;
    };
    neighbours_.red_form = [this](const CallContext&, const red_recipes::GetForm& call) {
      if (!away_.empty()) throw Error(away_, "la stanza non c'è", "riprovare");
      if (!printed_.contains(call.recipe.value())) {
        throw Error("red-form-unknown", "non stampata", "");
      }
      return form_of(call.recipe);
    };
    neighbours_.red_changes = [this](const CallContext&, const red_recipes::ListChanges& call) {
      if (!away_.empty()) throw Error(away_, "la stanza non c'è", "riprovare");
      red_recipes::ChangeList list;
      list.position = call.after;
      for (const auto& [position, form] : changes_) {
        if (position <= call.after) continue;
        list.more = list.forms.size() == 2;
        if (list.more) break;
        list.forms.push_back(form);
        list.position = position;
      }
      return list;
    };
    neighbours_.cancel_red = [this](const CallContext&, const red_recipes::Cancel& call) {
      if (!cancel_failure_.empty()) throw Error(cancel_failure_, "non annullata", "riprovare");
      cancelled_.insert(call.recipe.value());
      return red_recipes::Form{};
    };
  }

  RecipeView go_on(const Id& recipe) {
    return service_.on(doctor_.context(), GoOnAsRed{recipe, ""});
  }
  static red_recipes::Form form_of(const Id& recipe) {
    red_recipes::Form form;
    form.recipe = recipe;
    form.code = "120261234567008";
    form.document = Id("eeeeeeee" + recipe.value().substr(8));
    return form;
  }
  /// All that waits is done: nothing may be sent after a recipe went on paper.
  void work_all() {
    make_due();
    while (work()) make_due();
  }

  std::string failure_, failure_after_, away_, cancel_failure_;
  int asked_ = 0;
  std::set<std::string> printed_, cancelled_;
  std::map<int64_t, red_recipes::Form> changes_;  ///< by position
};

}  // namespace curante::prescribing
