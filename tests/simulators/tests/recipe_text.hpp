// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "soap_client.hpp"

/// A row by the names of its fields.
using RowText = std::map<std::string, std::string>;

/// An InvioPrescrittoRichiesta under construction: good as it is made, to be spoiled field by
/// field.
class RecipeText {
 public:
  /// One pack of a drug by its equivalence group, as in the recorded exchange.
  RecipeText(const SoapClient& client, const Account& account);

  /// Turns it into a recipe of specialist services, with a diagnosis.
  RecipeText& specialist();
  RecipeText& set(const std::string& field, const std::string& value);
  RecipeText& rows(std::vector<RowText> rows);
  RecipeText& row_field(const std::string& field, const std::string& value);
  /// Written by `substitute` for the doctor it was made for.
  RecipeText& written_by(const Account& substitute);
  RecipeText& patient(const std::string& fiscal_code);
  std::string message() const;

 private:
  const SoapClient& client_;
  std::map<std::string, std::string> header_;
  std::vector<RowText> rows_;
};
