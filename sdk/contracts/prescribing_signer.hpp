// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/id.hpp"

/// Who signs what staff prepare while a doctor is absent; of prescribing/1. The patients stay the
/// absent doctor's: what was prepared for them, and a colleague signs on these days, goes out in that
/// doctor's name with the colleague as substitute (cfMedico1, cfMedico2). What the colleague composes
/// is the colleague's own. Source: manual, "Gestione firmatari".
namespace curante::prescribing {

struct Signer {
  Id id;
  Id doctor;  ///< account of who is absent
  Id signer;  ///< account of the colleague
  Date from;
  Date until;               ///< the last day
  Id set_by;
  std::string set_by_name;
};
CURANTE_DESCRIBE(Signer, id, doctor, signer, from, until, set_by, set_by_name);
CURANTE_PERSONAL(Signer, set_by_name);

struct SignerList {
  std::vector<Signer> signers;  ///< by their first day
  Date today;                   ///< by which those in force are told from those to come
};
CURANTE_DESCRIBE(SignerList, signers, today);

/// In force today, and to come.
struct ListSigners {
  using Reply = SignerList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "signers.manage";
};
CURANTE_DESCRIBE(ListSigners);

/// Also what waits for the absent doctor already turns to the signer on these days, unless a person
/// chose that doctor for it. Set twice under one id, it is set once; "signer-differs" where it is not
/// the same that was set. Throws "id-missing",
/// "preparer-missing", "doctor-unknown", "signer-self", "signer-days" (none, or all past),
/// "signer-overlaps" (the doctor has one on these days), "signer-absent" (the signer has one, or the
/// doctor is one), "signer-of-others" (a doctor sets only where the doctor is one of the two).
struct SetSigner {
  using Reply = SignerList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "signers.manage";
  Id id;  ///< chosen by the screen
  Id doctor;
  Id signer;
  Date from;
  Date until;
};
CURANTE_DESCRIBE(SetSigner, id, doctor, signer, from, until);

/// From now on what waits turns to the doctor again. One that is not there is removed already.
/// Throws "signer-of-others".
struct RemoveSigner {
  using Reply = SignerList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "signers.manage";
  Id id;
};
CURANTE_DESCRIBE(RemoveSigner, id);

/// Event: a signer was set or removed.
struct SignersChanged {
  static constexpr std::string_view id = "signers-changed/1";
  Id doctor;
  Id signer;
};
CURANTE_DESCRIBE(SignersChanged, doctor, signer);

}  // namespace curante::prescribing
