// SPDX-License-Identifier: Apache-2.0
#include "white/white_store.hpp"

#include <array>

#include "curante/error.hpp"

namespace curante::sac::white {

namespace {

constexpr std::array<const char*, 7> names = {"prepared", "sending",     "undecided", "accepted",
                                              "refused",  "withdrawing", "withdrawn"};
constexpr const char* purpose = "white-sent";
// Between the parts of a sealed text; no text that a person types holds it.
constexpr char separator = '\x1f';

constexpr const char* columns =
    "select recipe_id, state, account, author, written_at, sent, receipt, "
    "(extract(epoch from sent_at) * 1000)::bigint, "
    "(extract(epoch from changed_at) * 1000)::bigint, sender, revision, number from "
    "white_submission "
    "where practice_id = $1 ";

std::string name_of(WhiteState state) {
  return names[static_cast<size_t>(state)];
}

WhiteState state_of(const std::string& name) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<WhiteState>(i);
  }
  throw Error(
      "internal-error",
      "l'invio di questa ricetta bianca è registrato in uno stato che questa versione di Curante "
      "non conosce",
      "aggiornare Curante e riprovare; intanto non è stato inviato nulla");
}

std::string packed(const SentContent& it) {
  std::string out = it.patient_code + separator + it.patient_name + separator + it.text;
  for (const std::string& product : it.products) out += separator + product;
  return out;
}

SentContent unpacked(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t from = 0; from <= text.size();) {
    const size_t to = std::min(text.find(separator, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  if (parts.size() < 3) return {};
  return {parts[0], parts[1], parts[2], {parts.begin() + 3, parts.end()}};
}

void check_written(const pqxx::result& result) {
  if (result.affected_rows() == 1) return;
  throw Error("recipe-busy", "un'altra postazione sta lavorando a questa ricetta",
              "riprovare tra poco");
}

}  // namespace

WhiteSubmission WhiteStore::read(const pqxx::row& row) const {
  WhiteSubmission it;
  it.recipe_id = row[0].c_str();
  it.state = state_of(row[1].c_str());
  it.account = row[2].c_str();
  it.author = row[3].c_str();
  it.written_at = row[4].c_str();
  const pqxx::binarystring raw(row[5]);
  if (raw.size() > 0) it.content = unpacked(box_.open(Bytes(raw.begin(), raw.end()), purpose));
  it.receipt = row[6].c_str();
  it.sent_at = Instant{row[7].as<int64_t>()};
  it.changed_at = Instant{row[8].as<int64_t>()};
  it.sender = row[9].c_str();
  it.revision = row[10].as<int>();
  it.number = row[11].c_str();
  return it;
}

/// A recipe that is done with needs neither patient nor content any more.
pqxx::binarystring WhiteStore::sealed(const WhiteSubmission& it) const {
  const bool done = it.state == WhiteState::refused || it.state == WhiteState::withdrawn;
  const Bytes octets = done ? Bytes() : box_.seal(packed(it.content), purpose);
  return pqxx::binarystring(octets.data(), octets.size());
}

std::optional<WhiteSubmission> WhiteStore::find(pqxx::transaction_base& tx,
                                                const std::string& recipe_id) const {
  const auto rows =
      tx.exec_params(std::string(columns) + "and recipe_id = $2", practice_, recipe_id);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

std::vector<WhiteSubmission> WhiteStore::undecided(pqxx::transaction_base& tx,
                                                   const std::string& account,
                                                   Instant silent_since) const {
  std::vector<WhiteSubmission> all;
  for (const auto& row :
       tx.exec_params(std::string(columns) +
                          "and (state = 'undecided' or state = 'sending' and changed_at <= $3) "
                          "and account = $2 order by sent_at, recipe_id",
                      practice_, account, silent_since.iso())) {
    all.push_back(read(row));
  }
  return all;
}

bool WhiteStore::is_anothers(pqxx::transaction_base& tx, const std::string& number,
                             const std::string& recipe_id) const {
  return !tx.exec_params(
                "select 1 from white_submission where practice_id = $1 and number = $2 and "
                "recipe_id <> $3",
                practice_, number, recipe_id)
              .empty();
}

void WhiteStore::insert(pqxx::transaction_base& tx, const WhiteSubmission& it) const {
  check_written(tx.exec_params(
      "insert into white_submission (practice_id, recipe_id, state, account, author, written_at, "
      "sent, receipt, number, sent_at, changed_at, sender) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing",
      practice_, it.recipe_id, name_of(it.state), it.account, it.author, it.written_at, sealed(it),
      it.receipt, it.number, it.sent_at.iso(), it.changed_at.iso(), it.sender));
}

/// A time that was declared wrong is so no more once the recipe is sent again, by another clock.
void WhiteStore::update(pqxx::transaction_base& tx, const WhiteSubmission& it) const {
  check_written(tx.exec_params(
      "update white_submission set state = $3, account = $4, author = $5, written_at = $6, "
      "sent = $7, receipt = $8, number = $9, time_wrong = time_wrong and sent_at = $10, "
      "server_at = case when sent_at = $10 then server_at else clock_timestamp() end, "
      "sent_at = $10, changed_at = $11, sender = $12, "
      "revision = revision + 1 where practice_id = $1 and recipe_id = $2 and revision = $13",
      practice_, it.recipe_id, name_of(it.state), it.account, it.author, it.written_at, sealed(it),
      it.receipt, it.number, it.sent_at.iso(), it.changed_at.iso(), it.sender, it.revision));
}

}  // namespace curante::sac::white
