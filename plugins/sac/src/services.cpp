// SPDX-License-Identifier: Apache-2.0
#include "services.hpp"

namespace curante::sac {

namespace {

constexpr int64_t token_life_ms = 8 * 3600 * 1000LL;  // "valid at least 8 hours", PROTOCOLS 1.9
constexpr int warn_days = 45;

/// xs:dateTime with any offset → UTC instant; nothing when it is none.
std::optional<Instant> from_xml_time(const std::string& text) {
  if (text.size() < 19) return std::nullopt;
  try {
    Instant at = Instant::parse(text.substr(0, 19) + "Z");
    const size_t sign = text.find_first_of("+-", 19);
    if (sign != std::string::npos && text.size() >= sign + 6) {
      const int minutes =
          std::stoi(text.substr(sign + 1, 2)) * 60 + std::stoi(text.substr(sign + 4, 2));
      at.ms -= (text[sign] == '+' ? 1 : -1) * minutes * 60'000LL;
    }
    return at;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

sistema_ts::Access AccessService::describe(const CallContext& context, const Credentials& it) {
  sistema_ts::Access access;
  access.user = it.user;
  access.password_saved = !it.password.empty();
  access.pincode_saved = !it.pincode.empty();
  access.second_factor_saved = !it.token.empty();
  if (!it.token_until.empty()) access.second_factor_until = Instant::parse(it.token_until);
  access.certificate_until = client_->certificate_until();
  access.nre_left = transmitter_->numbers_left(doctor_of_(context).fiscal_code.value());
  const Instant now = time_.now();
  const auto doubled = transmitter_->doubled(context.user());
  if (!doubled.empty()) {
    access.problem = "La ricetta " + doubled[0].late +
                     ", creduta persa, è arrivata in ritardo e Sistema TS non la annulla: con la " +
                     doubled[0].successor + " il paziente ne ha due. Annullare la " +
                     doubled[0].successor + ", o avvisare il paziente.";
  } else if (!it.complete()) {
    access.problem = "Inserire utente, password e pincode di Sistema TS.";
  } else if (it.token.empty()) {
    access.problem = "Richiedere il codice temporaneo: Sistema TS lo invia per e-mail.";
  } else if (access.second_factor_until && *access.second_factor_until < now) {
    access.problem = "Il codice temporaneo è scaduto: richiederne uno nuovo.";
  } else if (!it.problem.empty()) {
    access.problem = it.problem;
  } else if (access.certificate_until->days - now.ms / 86'400'000 < warn_days) {
    access.problem = "Il certificato SanitelCF scade il " + access.certificate_until->iso() +
                     ": chiedere all'assistenza di installare quello nuovo.";
  }
  return access;
}

Credentials AccessService::complete(const CallContext& context) const {
  Credentials credentials = store_->load(context.user());
  if (credentials.complete()) return credentials;
  throw Error("credentials-missing", "mancano le credenziali di Sistema TS",
              "inserire utente, password e pincode, poi riprovare");
}

sistema_ts::Access AccessService::on(const CallContext& context, const sistema_ts::GetAccess&) {
  return describe(context, store_->load(context.user()));
}

sistema_ts::Access AccessService::on(const CallContext& context,
                                     const sistema_ts::SaveCredentials& call) {
  if (call.user.empty() || call.user.size() > 16) {
    throw Error("credentials-malformed", "l'utente di Sistema TS ha da 1 a 16 caratteri",
                "ricopiarlo dalla comunicazione di Sistema TS");
  }
  Credentials it = store_->load(context.user());
  const bool another = it.user != call.user;
  it.user = call.user;
  if (!call.password.empty()) it.password = call.password;
  if (!call.pincode.empty()) it.pincode = call.pincode;
  if (another) it.token = it.token_until = "";
  it.problem.clear();
  store_->save(context.user(), it, time_.now().iso());
  changed_(context);
  return describe(context, it);
}

sistema_ts::Access AccessService::on(const CallContext& context, const sistema_ts::RequestToken&) {
  Credentials it = complete(context);
  const auto token = client_->request_token(doctor_of_(context), it);
  if (token) return keep_token(context, std::move(it), *token);
  return describe(context, it);
}

sistema_ts::Access AccessService::on(const CallContext& context,
                                     const sistema_ts::SaveToken& call) {
  const auto token = a2f::find_token(call.token);
  if (!token) {
    throw Error("token-malformed", "il codice temporaneo ha 36 caratteri",
                "copiarlo per intero dal messaggio di Sistema TS");
  }
  return keep_token(context, complete(context), *token);
}

sistema_ts::Access AccessService::keep_token(const CallContext& context, Credentials it,
                                             const std::string& token) {
  const auto state = client_->check_token(doctor_of_(context), token, it);
  if (!state.valid) {
    throw Error("token-refused", "Sistema TS non riconosce il codice temporaneo: " + state.text,
                "richiederne uno nuovo");
  }
  it.token = token;
  it.token_until =
      from_xml_time(state.until).value_or(Instant{time_.now().ms + token_life_ms}).iso();
  it.problem.clear();
  store_->save(context.user(), it, time_.now().iso());
  changed_(context);
  return describe(context, it);
}

sistema_ts::UsedNreList AccessService::on(const CallContext& context,
                                          const sistema_ts::ListUsedNre& call) {
  // In this order on every compiler: without credentials it matters to nobody who the doctor is.
  const Credentials credentials = complete(context);
  return {client_->used(doctor_of_(context), call.day, credentials)};
}

}  // namespace curante::sac
