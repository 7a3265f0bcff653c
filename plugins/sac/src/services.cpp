// SPDX-License-Identifier: Apache-2.0
#include "services.hpp"

#include "rules/clock_behind.hpp"
#include "rules/rome_time.hpp"

namespace curante::sac {

namespace {

constexpr int64_t token_life_ms = 8 * 3600 * 1000LL;  // "valid at least 8 hours", PROTOCOLS 1.9
constexpr int warn_days = 45;
constexpr int64_t restore_shown_ms = 7 * 24 * 3'600'000LL;

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
  access.lots_problem = transmitter_->lots_problem(context.user(), it.revision);
  access.problem = problem_of(context, it);
  access.warning = warning_of(it);
  access.password_changed_on = it.password_changed_on;
  access.password_until = age_.until(it.password_changed_on);
  for (const auto& late : transmitter_->late_arrivals(context.user())) {
    access.late_arrivals.push_back({late.number, late.successor, late.withdrawn, Id(late.recipe)});
  }
  return access;
}

std::string AccessService::problem_of(const CallContext& context, const Credentials& it) {
  if (const std::string late = late_problem(context); !late.empty()) return late;
  if (const auto clock = transmitter_->clock_standing(); clock::is_wrong(clock)) {
    return clock.ahead
               ? "L'orologio di questo computer risulta indietro rispetto all'ultimo invio: nulla "
                 "parte. Rimettere all'ora giusta questo o, se è avanti, quello del computer che ha "
                 "inviato; se questo è giusto, dichiararlo nell'avviso in alto nella pagina."
               : "L'orologio di questo computer e quello del server che tiene i dati segnano ore "
                 "diverse: nulla parte. Rimettere quello sbagliato; se questo è giusto, "
                 "dichiararlo nell'avviso in alto nella pagina.";
  }
  if (!it.complete()) return "Inserire utente, password e pincode di Sistema TS.";
  if (client_->certificate_until() < today()) {
    return "Il certificato SanitelCF è scaduto il " + italian(client_->certificate_until()) +
           ": nulla parte finché l'assistenza non installa quello nuovo.";
  }
  if (it.token.empty()) return "Richiedere il codice temporaneo: Sistema TS lo invia per e-mail.";
  if (!it.token_until.empty() && Instant::parse(it.token_until) <= time_.now()) {
    return "Il codice temporaneo è scaduto: richiederne uno nuovo.";
  }
  if (!it.problem.empty()) return it.problem;
  const auto restored = transmitter_->restored();
  if (!restored || time_.now().ms - restored->ms >= restore_shown_ms) return "";
  return "Il database è stato ripristinato da una copia: i numeri di ricetta di prima non si usano "
         "più, e le ricette in attesa vengono cercate al SAC prima di partire. Confrontare l'elenco "
         "degli NRE usati con le cartelle: quelle inviate dopo la copia possono mancare.";
}

std::string AccessService::warning_of(const Credentials& it) const {
  std::string warning = it.password.empty() ? "" : age_.warning(it.password_changed_on, today());
  const Date last = client_->certificate_until();
  const int32_t left = last.days - today().days;
  if (left < 0 || left >= warn_days) return warning;
  return warning + (warning.empty() ? "" : " ") + "Il certificato SanitelCF scade il " +
         italian(last) + ": chiedere all'assistenza di installare quello nuovo.";
}

Date AccessService::today() const {
  return rome::date(time_.now());
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
  if (call.password_changed_on && *call.password_changed_on > today()) {
    throw Error("credentials-malformed", "la password non può essere stata rinnovata nel futuro",
                "correggere la data del rinnovo");
  }
  Credentials it;
  do {  // what the service says of the access meanwhile is kept
    it = store_->load(context.user());
    const bool another = it.user != call.user;
    it.user = call.user;
    if (call.password_changed_on) {
      it.password_changed_on = call.password_changed_on;
    } else if (!call.password.empty() && call.password != it.password) {
      it.password_changed_on = today();
    }
    if (!call.password.empty()) it.password = call.password;
    if (!call.pincode.empty()) it.pincode = call.pincode;
    if (another) it.token = it.token_until = "";
    it.problem.clear();
  } while (!store_->save(context.user(), it, time_.now().iso()));
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
  const Instant until =
      from_xml_time(state.until).value_or(Instant{time_.now().ms + token_life_ms});
  if (!store_->keep_token(context.user(), it.revision, token, until.iso(), time_.now().iso())) {
    throw Error("access-changed",
                "le credenziali sono cambiate mentre Sistema TS controllava il codice",
                "salvare di nuovo il codice temporaneo");
  }
  changed_(context);
  return describe(context, store_->load(context.user()));
}

sistema_ts::UsedNreList AccessService::on(const CallContext& context,
                                          const sistema_ts::ListUsedNre& call) {
  // In this order on every compiler: without credentials it matters to nobody who the doctor is.
  const Credentials credentials = complete(context);
  const accounts::Doctor doctor = doctor_of_(context);
  interroga_nre::Query query{doctor.region_code, doctor.fiscal_code.value(), call.day, "F", ""};
  auto used = client_->used(query, credentials);
  query.type = "P";
  for (auto& it : client_->used(query, credentials)) used.push_back(std::move(it));
  return {std::move(used)};
}

sistema_ts::Verification AccessService::on(const CallContext& context, const sistema_ts::Verify&) {
  using sistema_ts::Verdict;
  const Credentials asked = store_->load(context.user());
  const auto found = AccessCheck(*client_).ask(doctor_of_(context), asked, today());
  const bool known = found.verdict != Verdict::credentials_missing &&
                     found.verdict != Verdict::certificate_expired &&
                     found.verdict != Verdict::service_down && found.verdict != Verdict::unclear;
  if (known && !keep_verdict(context, asked, found)) {
    return {Verdict::unclear, "Le credenziali sono cambiate durante la verifica.",
            "Verificare di nuovo.", describe(context, store_->load(context.user()))};
  }
  if (found.verdict == Verdict::good) changed_(context);
  return {found.verdict, found.text, found.remedy,
          describe(context, store_->load(context.user()))};
}

bool AccessService::keep_verdict(const CallContext& context, const Credentials& asked,
                                 const AccessCheck::Finding& found) {
  using sistema_ts::Verdict;
  const std::string now = time_.now().iso();
  // A missing token shows by itself; of all else the verdict is what the doctor must be told.
  const bool all_well =
      found.verdict == Verdict::good || found.verdict == Verdict::second_factor_missing;
  std::string until = asked.token_until;
  if (const auto told = from_xml_time(found.token_until)) until = told->iso();
  if (found.verdict == Verdict::second_factor_expired) until = now;
  return store_->keep_verdict(context.user(), asked.revision, until, all_well ? "" : found.text,
                              now);
}

Credentials AccessService::ready(const CallContext& context) const {
  Credentials it = complete(context);
  if (client_->certificate_until() < today()) {
    throw Error("sanitel-expired", "il certificato SanitelCF è scaduto",
                "chiedere all'assistenza di installare quello in vigore");
  }
  if (it.token.empty()) {
    throw Error("second-factor-missing", "manca il codice temporaneo di Sistema TS",
                "richiederlo nella pagina «Sistema TS»: arriva per e-mail");
  }
  if (!it.token_until.empty() && Instant::parse(it.token_until) <= time_.now()) {
    throw Error("second-factor-expired", "il codice temporaneo di Sistema TS è scaduto",
                "richiederne uno nuovo nella pagina «Sistema TS»");
  }
  return it;
}

sistema_ts::Substitution AccessService::on(const CallContext& context,
                                           const sistema_ts::Declare& call) {
  const Credentials who = ready(context);
  return desk_->declare(doctor_of_(context), who, call);
}

sistema_ts::SubstitutionList AccessService::on(const CallContext& context,
                                               const sistema_ts::ListDeclarations&) {
  return desk_->list(context.user());
}

sistema_ts::Substitution AccessService::on(const CallContext& context,
                                           const sistema_ts::SettleDeclaration& call) {
  // What the doctor looked up needs no access; to send again does.
  const Credentials who = call.arrived ? Credentials{} : ready(context);
  return desk_->settle(doctor_of_(context), who, call);
}

}  // namespace curante::sac
