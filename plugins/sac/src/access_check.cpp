// SPDX-License-Identifier: Apache-2.0
#include "access_check.hpp"

#include <map>

namespace curante::sac {

using sistema_ts::Verdict;

namespace {

/// Asked after where the doctor has no token: what the service says of the rest is what counts.
constexpr const char* no_token = "00000000-0000-0000-0000-000000000000";

struct Words {
  const char* text;
  const char* remedy;
};

Words words_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::good:
      return {"Sistema TS accetta utente, password, pincode e codice temporaneo.", ""};
    case Verdict::credentials_missing:
      return {"Mancano le credenziali: non è stato chiesto nulla a Sistema TS.",
              "Inserire utente, password e pincode, poi verificare di nuovo."};
    case Verdict::certificate_expired:
      return {"Il certificato SanitelCF è scaduto: il pincode non si può più cifrare.",
              "Chiedere all'assistenza di installare il certificato in vigore."};
    case Verdict::service_down:
      return {"Sistema TS non risponde: le credenziali non si possono verificare adesso.",
              "Riprovare più tardi; le ricette restano in attesa e partono da sole."};
    case Verdict::user_or_password:
      return {"Sistema TS rifiuta il nome utente o la password: errati, oppure password scaduta.",
              "Provare ad accedere al sito di Sistema TS con gli stessi dati, poi salvarli qui. Dopo "
              "più tentativi errati Sistema TS blocca l'utenza."};
    case Verdict::pincode:
      return {"Utente e password vanno bene, il pincode no.",
              "Ricopiare il pincode di dieci cifre dalla lettera o dal sito di Sistema TS."};
    case Verdict::doctor_data:
      return {"Utente, password e pincode vanno bene, ma il codice fiscale, la regione o l'ASL del "
              "medico non corrispondono a quelli noti a Sistema TS.",
              "Correggere i dati professionali del medico nella pagina degli utenti."};
    case Verdict::second_factor_missing:
      return {"Utente, password e pincode vanno bene: manca il codice temporaneo.",
              "Richiederlo qui: Sistema TS lo invia per e-mail."};
    case Verdict::second_factor_expired:
      return {"Utente, password e pincode vanno bene: il codice temporaneo è scaduto o revocato.",
              "Richiederne uno nuovo: Sistema TS lo invia per e-mail."};
    case Verdict::unclear:
      break;
  }
  return {"Sistema TS ha risposto in modo inatteso.",
          "Riprovare; se continua, avvisare l'assistenza."};
}

AccessCheck::Finding finding(Verdict verdict, const std::string& said = "") {
  const Words words = words_of(verdict);
  AccessCheck::Finding out{verdict, words.text, words.remedy, ""};
  if (!said.empty()) out.text += " (" + said + ")";
  return out;
}

}  // namespace

Verdict AccessCheck::verdict_of(const std::string& code) {
  static const std::map<std::string, Verdict> known{
      {"600", Verdict::user_or_password},      {"601", Verdict::user_or_password},
      {"602", Verdict::user_or_password},      {"21", Verdict::pincode},
      {"301", Verdict::pincode},               {"302", Verdict::pincode},
      {"303", Verdict::pincode},               {"304", Verdict::pincode},
      {"305", Verdict::pincode},               {"306", Verdict::doctor_data},
      {"307", Verdict::doctor_data},           {"04", Verdict::second_factor_missing},
      {"19", Verdict::second_factor_missing},  {"20", Verdict::second_factor_missing},
      {"603", Verdict::second_factor_missing}, {"05", Verdict::second_factor_expired},
      {"06", Verdict::second_factor_expired},  {"07", Verdict::second_factor_expired}};
  const auto found = known.find(code);
  return found == known.end() ? Verdict::unclear : found->second;
}

AccessCheck::Finding AccessCheck::answered(const accounts::Doctor& doctor,
                                           const Credentials& who) const {
  const bool has_token = !who.token.empty();
  const auto state = client_.check_token(doctor, has_token ? who.token : no_token, who);
  if (state.valid) {
    Finding out = finding(Verdict::good);
    out.token_until = state.until;
    return out;
  }
  if (state.code.empty()) return finding(Verdict::second_factor_expired, state.text);
  const Verdict verdict = verdict_of(state.code);
  if (verdict == Verdict::second_factor_missing && has_token) {
    // The service has never given this one, or has forgotten it.
    return finding(Verdict::second_factor_expired, state.text);
  }
  return finding(verdict, verdict == Verdict::second_factor_missing ? "" : state.text);
}

AccessCheck::Finding AccessCheck::ask(const accounts::Doctor& doctor, const Credentials& who,
                                      Date today) const {
  if (!who.complete()) return finding(Verdict::credentials_missing);
  if (client_.certificate_until() < today) return finding(Verdict::certificate_expired);
  try {
    return answered(doctor, who);
  } catch (const DeliveryError& e) {
    if (e.delivery() == Delivery::not_accepted) return finding(Verdict::user_or_password);
    if (e.code() == "service-fault") return finding(Verdict::unclear, e.message());
    return finding(Verdict::service_down, e.message());
  } catch (const Error& e) {
    return finding(Verdict::unclear, e.message());
  }
}

}  // namespace curante::sac
