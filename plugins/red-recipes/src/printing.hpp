// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "block_store.hpp"
#include "form_store.hpp"
#include "restore_watch.hpp"

namespace curante::red_recipes {

/// Puts recipes onto forms. The number is on disk before the print is made, and the recipe is
/// queued for the ministry only with its print. Safe from any thread and several hosts.
class Printing {
 public:
  Printing(const Surroundings& surroundings, BlockStore& blocks, FormStore& forms,
           RestoreWatch& restores)
      : surroundings_(surroundings), blocks_(blocks), forms_(forms), restores_(restores) {}

  Form print(const CallContext& context, const Print& call);
  Form reprint(const CallContext& context, const Reprint& call);

 private:
  NewForm prepare(const CallContext& context, const Print& call) const;
  /// Makes the print of a form that has none yet.
  /// Throws Error{"red-form-unfinished"}: the number is taken.
  Form finish(const CallContext& context, const Form& form, const NewForm& given);
  /// A form is dated and never taken back: by a wrong clock none is used. Throws
  /// Error{"clock-behind"}, until the clock is right or a person declares that it is.
  void demand_right_clock(const CallContext& context) const;
  /// Takes a number, which its database does not know to be used: only where that did not come
  /// back.
  Form numbered(const CallContext& context, const NewForm& form, const std::string& spoilt_code);
  Form drawn(const CallContext& context, const Form& form, const NewForm& given);

  const Surroundings& surroundings_;
  BlockStore& blocks_;
  FormStore& forms_;
  RestoreWatch& restores_;
};

}  // namespace curante::red_recipes
