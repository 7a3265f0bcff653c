// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "documents.hpp"

namespace curante::documents {

/// What is printed on one red form, by the names of data/red_form.csv. The form itself brings
/// labels and boxes; an obscured recipe shows neither name nor address.
using RedFormValues = std::map<std::string, std::string, std::less<>>;

/// Throws Error{"red-form-incomplete"} for a code that has not 15 characters, a patient without
/// code, or a recipe that has not one to eight lines.
RedFormValues red_form_text(const MakeRedForm& request);

}  // namespace curante::documents
