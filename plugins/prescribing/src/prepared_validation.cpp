// SPDX-License-Identifier: Apache-2.0
// How a doctor's approval becomes a prescription.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "curante/fault.hpp"
#include "curante/json.hpp"
#include "prepared_service.hpp"

namespace curante::prescribing {
namespace {

constexpr size_t most_approvals = 200;

/// What stands against one prescription, and will until somebody changes something; all other
/// errors are of the moment.
constexpr std::array<std::string_view, 11> blocking = {"draft-blocked",
                                                       "draft-unconfirmed",
                                                       "quantity-out-of-range",
                                                       "delivery-not-allowed",
                                                       "patient-mismatch",
                                                       "patient-unknown",
                                                       "doctor-unknown",
                                                       "author-missing",
                                                       "patient-without-doctor",
                                                       "findings-not-seen",
                                                       "delivery-address-unconfirmed"};

ValidationOutcome outcome_of(const std::string& code) {
  if (code == "prepared-settled") return ValidationOutcome::no_longer_prepared;
  if (code == "holder-changed") return ValidationOutcome::not_yours;
  if (code == "draft-already-issued") return ValidationOutcome::already_issued;
  return std::find(blocking.begin(), blocking.end(), code) != blocking.end()
             ? ValidationOutcome::blocked
             : ValidationOutcome::failed;
}

void set(Validated& out, ValidationOutcome outcome, const Error& why) {
  out.outcome = outcome;
  out.code = why.code();
  out.message = why.message();
  out.remedy = why.remedy();
}

/// Why one is not issued, as far as its record says so; true: nothing speaks against trying.
bool may_be_issued(const Prepared& it, const std::string& user, Validated& out) {
  switch (it.state) {
    case PreparedState::issued:
      out.outcome = ValidationOutcome::already_issued;
      return false;
    case PreparedState::declined:
    case PreparedState::withdrawn:
      set(out, ValidationOutcome::no_longer_prepared,
          {"prepared-settled", "è stata rifiutata o ritirata nel frattempo",
           "aggiornare l'elenco"});
      return false;
    case PreparedState::waiting:
      break;
  }
  if (it.doctor.value() != user) {
    set(out, ValidationOutcome::not_yours,
        {"prepared-of-another", "questa prescrizione attende un altro medico",
         "assegnarla prima a sé, o lasciarla a lui"});
    return false;
  }
  if (it.doubtful) {
    set(out, ValidationOutcome::blocked,
        {"prepared-before-restore",
         "è stata preparata prima che l'archivio fosse ripristinato: può essere già stata inviata",
         "verificare con l'assistito; poi aprirla e inviarla, o rifiutarla"});
    return false;
  }
  return true;
}

}  // namespace

/// Empty for no findings, so that approving what the rules found nothing in needs nothing; else a
/// hash of all that the rules said.
std::string PreparedService::seen(const std::vector<Finding>& findings) const {
  if (findings.empty()) return "";
  const std::string text = to_json(host_, findings);
  unsigned char octets[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), octets, &size, EVP_sha256(), nullptr) != 1) {
    throw Error("hash-failed", "il sistema non calcola l'impronta degli avvisi",
                "riavviare il computer; se si ripete chiamare l'assistenza");
  }
  std::string hex;
  for (unsigned int i = 0; i < 16; ++i) hex += fmt::format("{:02x}", octets[i]);
  return hex;
}

Validation PreparedService::on(const CallContext& context, const Validate& call) {
  if (context.user().empty()) {
    throw Error("author-missing", "una prescrizione la approva un medico",
                "accedere come medico titolare o sostituto");
  }
  if (call.approvals.size() > most_approvals) {
    throw Error("approvals-too-many", "si approvano al massimo 200 prescrizioni per volta",
                "dividerle in più gruppi");
  }
  Validation validation;
  for (const Approval& approval : call.approvals) {
    validation.outcomes.push_back(validated(context, approval));
  }
  return validation;
}

Validated PreparedService::validated(const CallContext& context, const Approval& approval) {
  Validated out;
  out.prepared = approval.prepared;
  Id patient;
  try {
    const auto kept = store_.find(context.practice(), approval.prepared, today(context));
    if (!kept) {
      set(out, ValidationOutcome::unknown,
          {"prepared-unknown", "la prescrizione preparata non esiste", "aggiornare l'elenco"});
      return out;
    }
    patient = kept->patient;
    if (may_be_issued(*kept, context.user(), out)) issue(context, approval, *kept, out);
  } catch (const Error& e) {
    set(out, outcome_of(e.code()), e);
  } catch (const std::exception&) {
    // One that breaks must not hold up those behind it.
    host_.error("a prepared prescription could not be issued: unexpected failure");
    set(out, ValidationOutcome::failed,
        {"internal", "non è stata inviata per un errore interno",
         "riprovare; se si ripete chiamare l'assistenza"});
  }
  if (out.outcome == ValidationOutcome::already_issued) settle(context, approval.prepared);
  note(context, out, patient);
  return out;
}

void PreparedService::settle(const CallContext& context, const Id& id) {
  try {
    const auto changed = store_.settle_issued(context.practice(), id);
    if (changed) neighbours_.tell_prepared(context, *changed);
  } catch (const std::exception& e) {
    // It is issued, which is what was asked: it leaves the list the next time.
    host_.warning(
        fmt::format("an issued prescription is still listed as prepared: {}", fault_of(e)));
  }
}

void PreparedService::issue(const CallContext& context, const Approval& approval,
                            const Prepared& kept, Validated& out) {
  std::optional<Assessment> said;
  const auto look = [&](const Assessment& now) {
    said = now;
    if (!now.can_issue || seen(now.findings) == approval.seen) return;
    throw Error("findings-not-seen",
                "le regole dicono ora qualcosa che nell'elenco non era ancora segnalato",
                "leggere l'avviso e approvare di nuovo");
  };
  try {
    const auto issued = prescribing_.issue(context, kept.draft, look, kept.substituted);
    out.outcome = issued.now ? ValidationOutcome::issued : ValidationOutcome::already_issued;
    out.recipes = static_cast<int32_t>(issued.prescription.recipes.size());
  } catch (const Error& e) {
    // Another window may have issued this very one meanwhile, which the rules then hold against it.
    const auto after = store_.find(context.practice(), approval.prepared, today(context));
    if (after && after->state != PreparedState::waiting) {
      may_be_issued(*after, context.user(), out);
      return;
    }
    set(out, outcome_of(e.code()), e);
    if (!said || out.outcome != ValidationOutcome::blocked) return;
    out.findings = said->findings;
    out.seen = seen(out.findings);
    store_.keep(context.practice(), approval.prepared, *said);
  }
}

/// The call itself stands in the audit once, and names no patient.
void PreparedService::note(const CallContext& context, const Validated& it,
                           const Id& patient) const {
  audit::Append entry;
  entry.action = fmt::format("prescribing/1 Validate {}", it.prepared.value());
  entry.patient = patient.value();
  const bool issued = it.outcome == ValidationOutcome::issued;
  entry.outcome =
      issued || it.code.empty() ? boost::describe::enum_to_string(it.outcome, "") : it.code;
  if (issued) entry.outcome = "ok";
  try {
    neighbours_.audit(context, entry);
  } catch (const Error& e) {
    // What was issued is issued: failing now would be a lie.
    host_.error(fmt::format("a validation did not reach the audit: {}", e.code()));
  }
}

}  // namespace curante::prescribing
