// SPDX-License-Identifier: Apache-2.0
#include "operations/operation.hpp"

#include "operations/declare_substitution.hpp"
#include "operations/list_used_numbers.hpp"
#include "operations/request_lot.hpp"
#include "operations/second_factor.hpp"
#include "operations/send_recipe.hpp"
#include "operations/view_recipe.hpp"
#include "operations/white_operations.hpp"
#include "operations/withdraw_recipe.hpp"
#include "red/red_operations.hpp"
#include "xml/soap.hpp"

namespace sistema_ts {

Operations all_operations(const Knowledge& knowledge) {
  Operations all;
  all.push_back(std::make_unique<SendRecipe>(knowledge));
  all.push_back(std::make_unique<ViewRecipe>(knowledge));
  all.push_back(std::make_unique<WithdrawRecipe>(knowledge));
  all.push_back(std::make_unique<ListUsedNumbers>(knowledge));
  all.push_back(std::make_unique<RequestLot>(knowledge));
  all.push_back(std::make_unique<CreateToken>(knowledge));
  all.push_back(std::make_unique<CheckToken>(knowledge));
  all.push_back(std::make_unique<RevokeToken>(knowledge));
  all.push_back(std::make_unique<DeclareSubstitution>(knowledge));
  all.push_back(std::make_unique<SendRedFile>(knowledge));
  all.push_back(std::make_unique<ListRedFiles>(knowledge));
  all.push_back(std::make_unique<ListRedRecipes>(knowledge));
  all.push_back(std::make_unique<SendWhite>(knowledge));
  all.push_back(std::make_unique<ViewWhite>(knowledge));
  all.push_back(std::make_unique<WithdrawWhite>(knowledge));
  return all;
}

void require_pincode(const Knowledge& knowledge, const Identity& caller, std::string_view pincode) {
  const auto plain = knowledge.key.decrypt(pincode);
  if (!plain || *plain != caller.pincode) throw SoapFault("Credenziali invalide");
}

}  // namespace sistema_ts
