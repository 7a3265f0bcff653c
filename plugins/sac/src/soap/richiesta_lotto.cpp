// SPDX-License-Identifier: Apache-2.0
#include "soap/richiesta_lotto.hpp"

#include "rules/nre.hpp"
#include "soap/xml_writer.hpp"

namespace curante::sac::richiesta_lotto {

namespace {

/// Digits of the lot's code and of the progressive, by lot type (PROTOCOLS 1.11).
constexpr std::pair<int, int> digits_of_type[] = {{7, 2}, {6, 3}, {5, 4}, {4, 5},
                                                  {0, 9}, {3, 6}, {2, 7}, {1, 8}};

}  // namespace

int64_t Lot::size() const {
  int64_t size = 1;
  for (int i = 0; i < digits; ++i) size *= 10;
  return size;
}

std::string encode(const std::string& region_code, const std::string& doctor) {
  SoapWriter out("http://lottorichiesta.xsd.nre.mirsac.sanita.finanze.it", "", "LottoRichiestaNRE");
  out.member("CodRegione", region_code);
  out.member("IdentificativoLotto", "0");
  out.member("CFMedico", doctor);
  return out.finish();
}

Lot decode(const SoapAnswer& answer, const std::string& region_code, const std::string& doctor) {
  constexpr std::string_view ns = "http://lottoricevuta.xsd.nre.mirsac.sanita.finanze.it";
  const XmlElement body = answer.body(ns, "LottoRicevutaNRE");
  const std::string outcome = body.text(ns, "CodEsito");
  const auto refuse = [&] {
    return Error("lot-refused",
                 "Sistema TS non ha assegnato i numeri di ricetta: " + outcome + " " +
                     body.text(ns, "Esito"),
                 "verificare codice fiscale, regione e ASL del medico");
  };
  // 01 also means granted, as one regional system understands it (PROTOCOLS 1.12, [C]).
  if (outcome != "00" && outcome != "01") throw refuse();
  const std::string type = body.text(ns, "IdentificativoLotto");
  if (type.size() != 1 || type[0] < '0' || type[0] > '7') throw refuse();
  const auto [lot_digits, digits] = digits_of_type[type[0] - '0'];
  std::string code = body.text(ns, "CodLotto");
  if (static_cast<int>(code.size()) > lot_digits) throw refuse();
  code.insert(0, static_cast<size_t>(lot_digits) - code.size(), '0');
  std::string region = body.text(ns, "CodRegione");
  if (region.empty()) region = region_code;
  const std::string owner = body.text(ns, "CFMedico");
  if (region != region_code || (!owner.empty() && owner != doctor)) {
    throw Error("lot-refused", "Sistema TS ha assegnato un lotto di un altro medico o regione",
                "i suoi numeri non si usano: verificare codice fiscale e regione del medico, poi "
                "avvisare Sistema TS");
  }
  const Lot lot{region + body.text(ns, "CodRagLotto") + type + code, digits};
  try {
    Nre(lot.prefix + std::string(static_cast<size_t>(digits), '0'));
  } catch (const Error&) {
    throw refuse();  // whatever came, a number made of it must be one
  }
  return lot;
}

}  // namespace curante::sac::richiesta_lotto
