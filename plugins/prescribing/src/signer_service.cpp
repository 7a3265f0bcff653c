// SPDX-License-Identifier: Apache-2.0
#include "signer_service.hpp"

#include "curante/error.hpp"

namespace curante::prescribing {
namespace {

/// A doctor settles nothing between two others.
void refuse_others(const CallContext& context, const Signer& it) {
  const bool doctor = context.role() == "titolare" || context.role() == "sostituto";
  if (!doctor || context.user() == it.doctor.value() || context.user() == it.signer.value()) return;
  throw Error("signer-of-others", "questa sostituzione è tra altri due medici",
              "la decide uno dei due, o il personale di studio");
}

void check(const Signer& it, Date today) {
  if (it.id.empty()) {
    throw Error("id-missing", "la sostituzione non ha un identificativo",
                "riaprire la pagina e ripetere");
  }
  if (it.doctor == it.signer) {
    throw Error("signer-self", "il firmatario è lo stesso medico assente",
                "scegliere un altro medico dello studio");
  }
  if (it.until < it.from || it.until < today) {
    throw Error("signer-days", "l'ultimo giorno viene prima del primo, o è già passato",
                "correggere le date");
  }
}

}  // namespace

SignerList SignerService::on(const CallContext& context, const ListSigners&) const {
  return store_.list(context.practice(), neighbours_.now(context).today);
}

SignerList SignerService::on(const CallContext& context, const SetSigner& call) {
  if (context.user().empty()) {
    throw Error("preparer-missing", "il firmatario lo sceglie una persona dello studio",
                "accedere con il proprio nome utente");
  }
  const clock::Reading now = neighbours_.now(context);
  const Signer it{call.id,    call.doctor,        call.signer,        call.from,
                  call.until, Id(context.user()), context.user_name()};
  refuse_others(context, it);
  check(it, now.today);
  neighbours_.doctor(context, it.doctor);
  neighbours_.doctor(context, it.signer);
  store_.set(context.practice(), it, now.now);
  neighbours_.tell_signers(context, {it.doctor, it.signer});
  return store_.list(context.practice(), now.today);
}

SignerList SignerService::on(const CallContext& context, const RemoveSigner& call) {
  const clock::Reading now = neighbours_.now(context);
  if (const auto it = store_.find(context.practice(), call.id)) {
    refuse_others(context, *it);
    store_.remove(context.practice(), call.id, now.now);
    neighbours_.tell_signers(context, {it->doctor, it->signer});
  }
  return store_.list(context.practice(), now.today);
}

}  // namespace curante::prescribing
