// SPDX-License-Identifier: Apache-2.0
#include "red_trouble.hpp"

namespace curante::prescribing {
namespace {

using Form = red_recipes::State;

std::string said(const std::string& what, const std::string& why, const std::string& to_do) {
  return what + (why.empty() ? "" : " (" + why + ")") + ": " + to_do;
}

}  // namespace

RedTroubleSaid red_trouble(const red_recipes::Form& form) {
  switch (form.state) {
    case Form::refused:
      return {RedTrouble::refused, said("il ministero ha respinto la ricetta rossa", form.problem,
                                        "in «Ricette rosse» inviarla di nuovo, oppure annullarla")};
    case Form::attention:
      return {RedTrouble::attention,
              said("l'invio della ricetta rossa è da verificare", form.problem,
                   form.to_find ? "cercarla sul sito Sistema TS e indicare se c'è"
                                : "aprirla in «Ricette rosse»")};
    case Form::not_cancelled:
      return {RedTrouble::not_cancelled,
              said("presso il ministero la ricetta rossa non risulta annullata", form.problem,
                   "ritirare il foglio e ripetere l'annullamento in «Ricette rosse»")};
    default:
      return {};
  }
}

std::string red_trouble_name(RedTrouble trouble) {
  if (trouble == RedTrouble::none) return "";
  return boost::describe::enum_to_string(trouble, "");
}

}  // namespace curante::prescribing
