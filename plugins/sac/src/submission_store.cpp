// SPDX-License-Identifier: Apache-2.0
#include "submission_store.hpp"

#include <array>

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

namespace {

constexpr std::array<const char*, 6> names = {"prepared", "sending",     "accepted",
                                              "refused",  "withdrawing", "withdrawn"};

std::string name_of(SubmissionState state) {
  return names[static_cast<size_t>(state)];
}
SubmissionState state_of(const std::string& name) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<SubmissionState>(i);
  }
  throw Error("internal-error",
              "l'invio di questa ricetta è registrato in uno stato che questa versione di Curante "
              "non conosce",
              "aggiornare Curante e riprovare; intanto non è stato inviato nulla");
}

void check_written(const pqxx::result& result) {
  if (result.affected_rows() == 1) return;
  throw Error("recipe-busy", "un'altra postazione sta lavorando a questa ricetta",
              "riprovare tra poco");
}

constexpr const char* purpose = "recipe-identity";

}  // namespace

/// One whose outcome is known needs no patient any more.
pqxx::binarystring SubmissionStore::sealed(const Submission& it) const {
  const bool open = it.state == SubmissionState::prepared || it.state == SubmissionState::sending;
  const Bytes octets = open && it.identity ? box_.seal(packed(*it.identity), purpose) : Bytes();
  return pqxx::binarystring(octets.data(), octets.size());
}

/// One that another practice key sealed is not known: what the service shows is compared without.
std::optional<RecipeIdentity> SubmissionStore::opened(const pqxx::field& field) const {
  const pqxx::binarystring raw(field);
  if (raw.size() == 0) return std::nullopt;
  try {
    return unpacked_identity(box_.open(Bytes(raw.begin(), raw.end()), purpose));
  } catch (const Error& e) {
    if (e.code() != "secret-damaged") throw;
    return std::nullopt;
  }
}

std::optional<Submission> SubmissionStore::find(pqxx::transaction_base& tx,
                                                const std::string& recipe_id) const {
  const auto rows = postgres::prepared(tx,
                                       "select state, nre, account, author, receipt, sender, "
                                       "(extract(epoch from changed_at) * 1000)::bigint, burns, "
                                       "absent, revision, content, lines, candidate, "
                                       "candidate_anothers, identity "
                                       "from submission "
                                       "where practice_id = $1 and recipe_id = $2",
                                       practice_, recipe_id);
  if (rows.empty()) return std::nullopt;
  const auto row = rows[0];
  return Submission{recipe_id,           state_of(row[0].c_str()),
                    Nre(row[1].c_str()), row[2].c_str(),
                    row[3].c_str(),      row[4].c_str(),
                    row[5].c_str(),      Instant{row[6].as<int64_t>()},
                    row[7].as<int>(),    row[8].as<bool>(),
                    row[9].as<int>(),    row[10].c_str(),
                    row[11].c_str(),     Nre(row[12].c_str()),
                    row[13].as<bool>(),  opened(row[14])};
}

void SubmissionStore::insert(pqxx::transaction_base& tx, const Submission& it) const {
  check_written(postgres::prepared(
      tx,
      "insert into submission (practice_id, recipe_id, state, nre, account, author, receipt, "
      "sender, changed_at, content, candidate, absent, lines, candidate_anothers, identity) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) "
      "on conflict do nothing",
      practice_, it.recipe_id, name_of(it.state), it.nre.value(), it.account, it.author, it.receipt,
      it.sender, it.changed_at.iso(), it.content, it.candidate.value(), it.absent, it.lines,
      it.candidate_anothers, sealed(it)));
}

void SubmissionStore::update(pqxx::transaction_base& tx, const Submission& it,
                             Lasting lasting) const {
  static const std::string at_once =
      "update submission set state = $3, nre = $4, account = $5, author = $6, receipt = $7, "
      "sender = $8, changed_at = $9, burns = $11, absent = $12, content = $13, "
      "candidate = $14, lines = $15, candidate_anothers = $16, identity = $17, "
      "revision = revision + 1 "
      "where practice_id = $1 and recipe_id = $2 and revision = $10";
  static const std::string soon = at_once + " returning" + postgres::unsynced;
  check_written(postgres::prepared(
      tx, lasting == Lasting::soon ? soon : at_once, practice_, it.recipe_id, name_of(it.state),
      it.nre.value(), it.account, it.author, it.receipt, it.sender, it.changed_at.iso(),
      it.revision, it.burns, it.absent, it.content, it.candidate.value(), it.lines,
      it.candidate_anothers, sealed(it)));
}

void SubmissionStore::erase(pqxx::transaction_base& tx, const Submission& it) const {
  check_written(tx.exec_params(
      "delete from submission where practice_id = $1 and recipe_id = $2 and revision = $3",
      practice_, it.recipe_id, it.revision));
}

void SubmissionStore::doubt_prepared(pqxx::transaction_base& tx) const {
  tx.exec_params(
      "update submission set state = 'sending', sender = '', changed_at = 'epoch', "
      "revision = revision + 1 "
      "where practice_id = $1 and state = 'prepared'",
      practice_);
}

}  // namespace curante::sac
