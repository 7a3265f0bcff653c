// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/text.hpp"

namespace curante {

/// One e-mail address, "maria.rossi@example.it": no name beside it, no quoted local part, a domain with
/// a dot. The domain is lower case. Narrower than RFC 5321 on purpose: what it leaves out is, in a
/// patient's chart, a slip of the keyboard.
struct EmailAddressRule {
  static constexpr std::string_view name = "EmailAddress";
  static constexpr bool personal = true;

  static std::string normalise(std::string_view in) {
    while (!in.empty() && in.front() == ' ') in.remove_prefix(1);
    while (!in.empty() && in.back() == ' ') in.remove_suffix(1);
    const size_t at = in.find('@');
    if (in.size() > 254 || at == std::string_view::npos || at > 64) refuse();
    const std::string_view local = in.substr(0, at);
    std::string domain(in.substr(at + 1));
    for (char& c : domain) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (!dotted(local, "!#$%&'*+/=?^_`{|}~-") || !dotted(domain, "-")) refuse();
    if (domain.find('.') == std::string::npos || domain.front() == '-') refuse();
    return std::string(local) + "@" + domain;
  }

 private:
  /// Letters, digits and `more`, in parts that dots keep apart.
  static bool dotted(std::string_view text, std::string_view more) {
    char before = '.';
    for (const char c : text) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (c == '.' ? before == '.' : !letter && more.find(c) == std::string_view::npos) return false;
      before = c;
    }
    return before != '.';
  }
  [[noreturn]] static void refuse() {
    throw Error("email-malformed", "l'indirizzo e-mail non è scritto bene (esempio: nome@dominio.it)",
                "correggerlo nella scheda del paziente");
  }
};
using EmailAddress = Text<EmailAddressRule>;

}  // namespace curante
