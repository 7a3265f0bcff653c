// SPDX-License-Identifier: Apache-2.0
#include "soap/a2f.hpp"

#include "rules/id.hpp"
#include "soap/xml_writer.hpp"

namespace curante::sac::a2f {

namespace {

constexpr std::string_view ns = "http://authservice.xsd.wsdl.auth.a2f.sts.sanita.finanze.it";
constexpr std::string_view data_ns = "http://datatype.xsd.wsdl.auth.a2f.sts.sanita.finanze.it";

void write_identity(SoapWriter& out, const Subject& subject) {
  out.member("userId", subject.user);
  out.begin("identificativo");
  out.typed("tipo", "P");
  out.typed("valore", subject.pincode);
  out.end();
  out.member("cfUtente", subject.fiscal_code);
}

void write_scope(SoapWriter& out) {
  out.member("contesto", "RICETTA-DEM");
  out.member("applicazione", "PRESCRITTORE");
}

std::string first_error(const XmlElement& body) {
  const XmlElement error = body.child(ns, "errori").child(data_ns, "errore");
  const std::string code = error.text(data_ns, "codEsito");
  return code.empty() ? "nessuna motivazione" : code + " — " + error.text(data_ns, "descrEsito");
}

}  // namespace

std::string encode_create(const Subject& subject) {
  SoapWriter out(ns, data_ns, "CreateAuthReq");
  write_identity(out, subject);
  out.member("codRegione", subject.region_code);
  out.member("codAslAo", subject.asl_code.empty() ? "000" : subject.asl_code);
  out.member("codSsa", "000000");
  out.member("codiceStruttura", subject.facility_code);
  write_scope(out);
  return out.finish();
}

std::optional<std::string> find_token(std::string_view text) {
  constexpr size_t size = 36;
  for (size_t at = 0; at + size <= text.size(); ++at) {
    try {
      Id(text.substr(at, size));
      return std::string(text.substr(at, size));
    } catch (const Error&) {
      // not here
    }
  }
  return std::nullopt;
}

std::optional<std::string> decode_create(const SoapAnswer& answer) {
  const XmlElement body = answer.body(ns, "CreateAuthRes");
  if (body.text(ns, "codEsito") != "0") {
    throw Error("token-refused", "Sistema TS non ha inviato il codice: " + first_error(body),
                "verificare utente, pincode, regione e ASL");
  }
  const XmlElement list = body.child(ns, "comunicazioni");
  for (const XmlElement& it : list.children(data_ns, "comunicazione")) {
    if (const auto token = find_token(it.text(data_ns, "messaggio"))) return token;
  }
  return std::nullopt;
}

std::string encode_check(const Subject& subject, const std::string& token) {
  SoapWriter out(ns, data_ns, "CheckTokenReq");
  write_identity(out, subject);
  out.member("token", token);
  write_scope(out);
  return out.finish();
}

TokenState decode_check(const SoapAnswer& answer) {
  const XmlElement body = answer.body(ns, "CheckTokenRes");
  const XmlElement info = body.child(ns, "infoToken");
  if (body.text(ns, "codEsito") != "0") {
    const XmlElement error = body.child(ns, "errori").child(data_ns, "errore");
    return {false, "", first_error(body), error.text(data_ns, "codEsito")};
  }
  return {info.text(data_ns, "stato") == "0", info.text(data_ns, "dataFineValidita"),
          info.text(data_ns, "descrizione"), ""};
}

}  // namespace curante::sac::a2f
