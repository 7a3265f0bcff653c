// SPDX-License-Identifier: Apache-2.0
#include "account_store.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::accounts {

namespace {

constexpr const char* columns = R"sql(
select a.id, a.user_name, a.display_name, a.role, a.active,
       (extract(epoch from a.last_sign_in) * 1000)::bigint,
       d.first_name, d.last_name, d.fiscal_code, d.region_code, d.asl_code, d.facility_code,
       d.specialisation, d.phone, d.address,
       a.password_hash, (extract(epoch from a.password_changed_at) * 1000)::bigint, a.failures,
       (extract(epoch from a.locked_until) * 1000)::bigint,
       d.postal_code, d.municipality, d.province, d.register_number
from account a left join doctor d on d.practice_id = a.practice_id and d.account = a.id
where a.practice_id = $1
)sql";

std::optional<Instant> instant(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return Instant{field.as<int64_t>()};
}

Role role_of(const std::string& name) {
  Role role{};
  boost::describe::enum_from_string(name.c_str(), role);
  return role;
}

Doctor doctor_of(const Id& account, const pqxx::row& row) {
  Doctor it;
  it.account = account;
  it.first_name = row[6].c_str();
  it.last_name = row[7].c_str();
  it.fiscal_code = PrescriberCode(row[8].c_str());
  it.region_code = row[9].c_str();
  it.asl_code = row[10].c_str();
  it.facility_code = row[11].c_str();
  it.specialisation = row[12].c_str();
  it.phone = row[13].c_str();
  it.address = row[14].c_str();
  it.postal_code = row[19].c_str();
  it.municipality = row[20].c_str();
  it.province = row[21].c_str();
  it.register_number = row[22].c_str();
  return it;
}

StoredAccount read(const pqxx::row& row) {
  StoredAccount it;
  Account& a = it.account;
  a.id = Id(row[0].c_str());
  a.user_name = row[1].c_str();
  a.display_name = row[2].c_str();
  a.role = role_of(row[3].c_str());
  a.active = row[4].as<bool>();
  a.last_sign_in = instant(row[5]);
  if (!row[6].is_null()) a.doctor = doctor_of(a.id, row);
  it.password_hash = row[15].c_str();
  it.password_changed = Instant{row[16].as<int64_t>()};
  it.failures = row[17].as<int>();
  it.locked_until = instant(row[18]);
  return it;
}

std::string name_of(Role role) {
  return boost::describe::enum_to_string(role, "");
}

}  // namespace

std::optional<StoredAccount> AccountStore::one(const pqxx::result& rows) const {
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

std::optional<StoredAccount> AccountStore::by_user_name(pqxx::transaction_base& tx,
                                                        const std::string& name) const {
  return one(postgres::prepared(tx, std::string(columns) + " and lower(a.user_name) = lower($2)",
                                practice_, name));
}

std::optional<StoredAccount> AccountStore::by_id(pqxx::transaction_base& tx,
                                                 const std::string& id) const {
  return one(postgres::prepared(tx, std::string(columns) + " and a.id = $2", practice_, id));
}

std::vector<StoredAccount> AccountStore::all(pqxx::transaction_base& tx) const {
  std::vector<StoredAccount> out;
  for (const auto& row :
       postgres::prepared(tx, std::string(columns) + " order by a.display_name", practice_)) {
    out.push_back(read(row));
  }
  return out;
}

void AccountStore::insert(pqxx::transaction_base& tx, const Account& it,
                          const std::string& password_hash, Instant now) const {
  postgres::prepared(
      tx,
      "insert into account (practice_id, id, user_name, display_name, role, active, password_hash, "
      "password_changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
      practice_, it.id.value(), it.user_name, it.display_name, name_of(it.role), it.active,
      password_hash, now.iso());
  save_doctor(tx, it);
}

void AccountStore::update(pqxx::transaction_base& tx, const Account& it) const {
  postgres::prepared(tx,
                     "update account set user_name = $3, display_name = $4, role = $5, active = $6 "
                     "where practice_id = $1 and id = $2",
                     practice_, it.id.value(), it.user_name, it.display_name, name_of(it.role),
                     it.active);
  save_doctor(tx, it);
}

void AccountStore::save_doctor(pqxx::transaction_base& tx, const Account& it) const {
  if (!it.doctor) return;
  const Doctor& d = *it.doctor;
  postgres::prepared(
      tx,
      "insert into doctor (practice_id, account, first_name, last_name, fiscal_code, region_code, "
      "asl_code, facility_code, specialisation, phone, address, postal_code, municipality, "
      "province, "
      "register_number) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) "
      "on conflict (practice_id, account) do update set first_name = excluded.first_name, "
      "last_name = excluded.last_name, fiscal_code = excluded.fiscal_code, "
      "region_code = excluded.region_code, asl_code = excluded.asl_code, "
      "facility_code = excluded.facility_code, specialisation = excluded.specialisation, "
      "phone = excluded.phone, address = excluded.address, postal_code = excluded.postal_code, "
      "municipality = excluded.municipality, province = excluded.province, "
      "register_number = excluded.register_number",
      practice_, it.id.value(), d.first_name, d.last_name, d.fiscal_code.value(), d.region_code,
      d.asl_code, d.facility_code, d.specialisation, d.phone, d.address, d.postal_code,
      d.municipality, d.province, d.register_number);
}

void AccountStore::set_password(pqxx::transaction_base& tx, const std::string& id,
                                const std::string& hash, Instant now) const {
  postgres::prepared(
      tx,
      "update account set password_hash = $3, password_changed_at = $4, failures = 0, "
      "locked_until = null where practice_id = $1 and id = $2",
      practice_, id, hash, now.iso());
}

void AccountStore::set_hash(pqxx::transaction_base& tx, const std::string& id,
                            const std::string& hash) const {
  postgres::prepared(tx, "update account set password_hash = $3 where practice_id = $1 and id = $2",
                     practice_, id, hash);
}

int AccountStore::other_owners(pqxx::transaction_base& tx, const std::string& id) const {
  return tx
      .exec_params1(
          "select count(*) from account where practice_id = $1 and role = 'titolare' "
          "and active and id <> $2",
          practice_, id)[0]
      .as<int>();
}

}  // namespace curante::accounts
