// SPDX-License-Identifier: Apache-2.0
#include "operations/second_factor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "state/switches.hpp"
#include "state/tokens.hpp"
#include "xml/xml_text.hpp"

namespace sistema_ts {
namespace {

constexpr std::string_view kPath = "/a2f-auth-ws/soap/v1/authentication-service";
constexpr std::string_view kMessages = "http://authservice.xsd.wsdl.auth.a2f.sts.sanita.finanze.it";
constexpr std::string_view kData = "http://datatype.xsd.wsdl.auth.a2f.sts.sanita.finanze.it";
constexpr std::string_view kNamespaces =
    "xmlns=\"http://datatype.xsd.wsdl.auth.a2f.sts.sanita.finanze.it\" "
    "xmlns:ns2=\"http://authservice.xsd.wsdl.auth.a2f.sts.sanita.finanze.it\"";

constexpr ElementRule sized(std::string_view name, size_t shortest, size_t longest) {
  return {.name = name, .type = name, .shortest = shortest, .longest = longest};
}

constexpr ElementRule kIdentifier[] = {
    {.name = "tipo", .least = 1, .type = "stringType2", .shortest = 1, .longest = 2},
    {.name = "valore", .least = 1, .type = "stringTypeMax256", .longest = 256},
};
constexpr ElementRule kOption[] = {
    {.name = "chiave", .least = 1, .type = "stringTypeMax256", .longest = 256},
    {.name = "valore", .least = 1, .type = "stringTypeMax256", .longest = 256},
};
constexpr ElementRule kOptions[] = {
    {.name = "opzione", .least = 1, .most = 10, .child_space = kData, .children = kOption},
};
constexpr ElementRule kIdentificativo = {
    .name = "identificativo", .child_space = kData, .children = kIdentifier};
constexpr ElementRule kOpzioni = {.name = "opzioni", .child_space = kData, .children = kOptions};
constexpr ElementRule kInfo = {
    .name = "infoAggiuntive", .child_space = kData, .children = kOptions};

constexpr ElementRule kCreateFields[] = {
    sized("userId", 0, 16),
    kIdentificativo,
    sized("cfUtente", 16, 16),
    sized("codRegione", 3, 3),
    sized("codAslAo", 3, 3),
    sized("codSsa", 5, 6),
    sized("codiceStruttura", 0, 10),
    sized("contesto", 1, 30),
    sized("applicazione", 0, 30),
    kOpzioni,
    kInfo,
};
constexpr ElementRule kTokenFields[] = {
    sized("userId", 0, 16),
    kIdentificativo,
    sized("cfUtente", 16, 16),
    {.name = "token", .least = 1, .type = "tokenType", .shortest = 36, .longest = 36},
    sized("contesto", 1, 30),
    sized("applicazione", 0, 30),
    kOpzioni,
    kInfo,
};

constexpr Description described(std::string_view name, std::string_view action,
                                std::string_view root, std::span<const ElementRule> fields) {
  return {.name = name,
          .path = kPath,
          .action = action,
          .request = {root, kMessages, fields},
          .gate = Gate::kNever};
}
constexpr Description kCreate =
    described("CreateToken", "http://wsdl.auth.a2f.sts.sanita.finanze.it/create", "CreateAuthReq",
              kCreateFields);
constexpr Description kCheck =
    described("CheckToken", "http://wsdl.auth.a2f.sts.sanita.finanze.it/checkToken",
              "CheckTokenReq", kTokenFields);
constexpr Description kRevoke =
    described("RevokeToken", "http://wsdl.auth.a2f.sts.sanita.finanze.it/revoke", "RevokeAuthReq",
              kTokenFields);

struct Problem {
  std::string_view code;
  std::string_view text;
  std::string_view kind = "E";
};

Problem missing_parameter() {
  return {"300", "Parametro di INPUT obbligatorio"};
}

std::optional<Problem> pincode_problem(const Knowledge& knowledge, const Call& call) {
  std::optional<XmlElement> identifier;
  for (const auto& child : call.message.children()) {
    if (child.name() == "identificativo") identifier = child;
  }
  if (!identifier) return missing_parameter();
  const std::string kind = identifier->value("tipo");
  if (kind != "P" && kind != "I") return Problem{"21", "Tipologia Identificativo non presente"};
  if (kind == "I") return Problem{"303", "Tipologia identificativo non valido per l'utente."};
  const auto pincode = knowledge.key.decrypt(identifier->value("valore"));
  if (!pincode) return Problem{"700", "Errore cifratura/decifratura."};
  const bool formed =
      pincode->size() == 10 &&
      std::all_of(pincode->begin(), pincode->end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!formed) return Problem{"301", "Pincode formalmente errato."};
  if (*pincode != call.caller.pincode) return Problem{"302", "Pincode non valido."};
  return std::nullopt;
}

/// What is checked alike in the three operations.
std::optional<Problem> caller_problem(const Knowledge& knowledge, const Call& call) {
  const std::string user = call.message.value("userId");
  if (user.empty()) return missing_parameter();
  if (user != call.caller.user) {
    return Problem{"602",
                   "Utente non autorizzato! L'utente autenticato è diverso dallo userId del "
                   "servizio."};
  }
  const std::string fiscal_code = call.message.value("cfUtente");
  if (fiscal_code.empty()) return missing_parameter();
  if (fiscal_code != call.caller.fiscal_code) return Problem{"306", "Codice fiscale errato."};
  const std::string application = call.message.value("applicazione");
  if (call.message.value("contesto") != "RICETTA-DEM" ||
      (!application.empty() && application != "PRESCRITTORE")) {
    return Problem{"9998",
                   "Errore parametri: verificare la corretta configurazione dei parametri per "
                   "contesto-applicazione"};
  }
  return pincode_problem(knowledge, call);
}

std::optional<Problem> place_problem(const Call& call) {
  const auto& units = call.caller.local_health_units;
  const std::string unit = call.message.value("codAslAo");
  const bool known_unit =
      unit == "000" || std::find(units.begin(), units.end(), unit) != units.end();
  if (call.message.value("codRegione") != call.caller.region || !known_unit ||
      call.message.value("codSsa") != "000000") {
    return Problem{"307", "I codici di REGIONE, ASL e SSA dell'utente sono errati."};
  }
  return std::nullopt;
}

/// Writes the answer of one operation: outcome, then errors, token, info and communications.
class AnswerText {
 public:
  AnswerText(std::string_view root, const std::optional<Problem>& problem) : problem_(problem) {
    xml_.open("ns2:" + std::string(root), kNamespaces);
    xml_.leaf("ns2:codEsito", problem ? "1" : "0");
    if (!problem) return;
    xml_.open("ns2:errori").open("errore").leaf("tipoErrore", problem->kind);
    xml_.leaf("codEsito", problem->code).leaf("descrEsito", problem->text).close().close();
  }
  void token(const Token& token, int64_t now) {
    const bool good = token.valid(now);
    xml_.open("ns2:infoToken").leaf("stato", good ? "0" : token.revoked != 0 ? "1" : "2");
    xml_.leaf("descrizione", good ? "Valido" : token.revoked != 0 ? "Revocato" : "Scaduto");
    xml_.leaf("dataInizioValidita", xsd_time(token.created));
    xml_.leaf("dataFineValidita", xsd_time(token.expires)).close();
  }
  void info(std::string_view key, std::string_view value) {
    xml_.open("ns2:info").leaf("chiave", key).leaf("valore", value).close();
  }
  /// The test environment's chatter; `token` empty: none is told. Production writes none of it.
  void communications(std::string_view token) {
    xml_.open("ns2:comunicazioni");
    if (!token.empty()) communication("token", token);
    communication("working-mode", "TEST");
    communication("client-ip", "127.0.0.1");
    communication("execution-time-in-seconds", "0,001");
    xml_.close();
  }
  Reply take() {
    xml_.close();
    return {xml_.take(), "", problem_ ? std::string(problem_->code) : "0"};
  }

 private:
  void communication(std::string_view code, std::string_view text) {
    xml_.open("comunicazione").leaf("codice", code).leaf("messaggio", text).close();
  }
  std::optional<Problem> problem_;
  XmlText xml_;
};

bool talks(const Call& call) {
  return Switches(call.database).on("token_in_answer");
}

}  // namespace

const Description& CreateToken::description() const {
  return kCreate;
}
const Description& CheckToken::description() const {
  return kCheck;
}
const Description& RevokeToken::description() const {
  return kRevoke;
}

Reply CreateToken::answer(const Call& call) const {
  auto problem = caller_problem(knowledge_, call);
  if (!problem) problem = place_problem(call);
  if (!problem && call.caller.mailbox.empty()) {
    problem = Problem{"200",
                      "Non è stato trovato alcun contatto email certificato per l'invio "
                      "dell'ID-SESSIONE."};
  }
  std::string token;
  if (!problem) {
    token = Tokens(call.database)
                .create(call.caller.user, call.caller.mailbox, call.message.value("applicazione"),
                        seconds_of(call.now))
                .value;
  }
  AnswerText answer("CreateAuthRes", problem);
  if (!problem) {
    answer.info("emailStatus",
                "Email con token inviata con successo all'indirizzo di posta certificato");
  }
  if (talks(call)) answer.communications(token);
  return answer.take();
}

Reply CheckToken::answer(const Call& call) const {
  const int64_t now = seconds_of(call.now);
  auto problem = caller_problem(knowledge_, call);
  std::optional<Token> token;
  if (!problem) {
    token = Tokens(call.database).find(call.message.value("token"), call.caller.user);
    if (!token) {
      problem = Problem{"04", "ID-SESSIONE non presente per i parametri inseriti"};
    } else if (token->revoked != 0) {
      problem = Problem{"06", "ID-SESSIONE richiesto in consultazione risulta già revocato", "W"};
    } else if (!token->valid(now)) {
      problem = Problem{"07", "ID-SESSIONE richiesto in consultazione risulta non più valido", "W"};
    }
  }
  AnswerText answer("CheckTokenRes", problem);
  if (token) answer.token(*token, now);
  if (talks(call)) answer.communications({});
  return answer.take();
}

Reply RevokeToken::answer(const Call& call) const {
  const int64_t now = seconds_of(call.now);
  Tokens tokens(call.database);
  auto problem = caller_problem(knowledge_, call);
  std::optional<Token> token;
  if (!problem) {
    token = tokens.find(call.message.value("token"), call.caller.user);
    if (!token) {
      problem = Problem{"04", "ID-SESSIONE non presente per i parametri inseriti"};
    } else if (!token->valid(now)) {
      problem = Problem{"05", "ID-SESSIONE da revocare risulta già revocato.", "W"};
    } else {
      tokens.revoke(token->value, now);
    }
  }
  AnswerText answer("RevokeAuthRes", problem);
  if (!problem) answer.info("revokeStatus", "Revoca del token eseguita correttamente");
  if (problem && token) {
    answer.info("lastRevokePreviousDate",
                slashed_time(token->revoked != 0 ? token->revoked : token->expires));
  }
  if (talks(call)) answer.communications({});
  return answer.take();
}

}  // namespace sistema_ts
