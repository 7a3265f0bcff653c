// SPDX-License-Identifier: Apache-2.0
#include "document_store.hpp"

#include "curante/postgres/prepared.hpp"
#include "sha256.hpp"

namespace curante::documents {
namespace {

constexpr const char* info_columns =
    "id, patient_id, kind, title, (extract(epoch from made) * 1000)::bigint, size, from_service";

DocumentInfo info_of(const pqxx::row& row) {
  DocumentInfo info;
  info.id = Id(row[0].c_str());
  info.patient = Id(row[1].c_str());
  info.kind = row[2].c_str();
  info.title = row[3].c_str();
  info.made = Instant{row[4].as<int64_t>()};
  info.size = row[5].as<int64_t>();
  info.from_service = row[6].as<bool>();
  return info;
}

Bytes octets(const pqxx::field& field) {
  const pqxx::binarystring raw(field);
  return Bytes(raw.begin(), raw.end());
}

pqxx::binarystring binary(const Bytes& bytes) {
  return pqxx::binarystring(bytes.data(), bytes.size());
}

Error unknown() {
  return Error("document-unknown", "il documento richiesto non esiste in questo studio",
               "aggiornare l'elenco dei documenti del paziente");
}

Error damaged() {
  return Error("document-damaged", "il documento conservato non è più integro",
               "ripristinarlo dalla copia di sicurezza, o crearlo di nuovo dalla ricetta");
}

constexpr const char* insert_columns =
    "insert into document (practice_id, id, patient_id, recipe_id, version, kind, title, "
    "media_type, file_name, made, from_service, size, sha256, content) values ($1, "
    "coalesce(nullif($2, '')::uuid, gen_random_uuid()), $3::uuid, nullif($4, '')::uuid, $5, $6, "
    "$7, $8, $9, $10::timestamptz, $11, $12, $13, $14) ";

pqxx::result insert(pqxx::transaction_base& tx, const std::string& practice,
                    const DocumentRecord& it, const std::string& on_conflict) {
  return postgres::prepared(
      tx, insert_columns + on_conflict, practice, it.info.id.value(), it.info.patient.value(),
      it.recipe.value(), binary(it.version), it.info.kind, it.info.title, it.media_type,
      it.file_name, it.info.made.iso(), it.info.from_service,
      static_cast<int64_t>(it.content.size()), binary(sha256(it.content)), binary(it.content));
}

std::optional<DocumentInfo> find_in(pqxx::transaction_base& tx, const std::string& practice,
                                    const Id& recipe, const Bytes& version) {
  const auto rows = postgres::prepared(
      tx,
      std::string("select ") + info_columns +
          " from document where practice_id = $1 and recipe_id = $2::uuid and version = $3",
      practice, recipe.value(), binary(version));
  if (rows.empty()) return std::nullopt;
  return info_of(rows[0]);
}

/// What keeps a foreign record out; empty when it is sound.
std::optional<Error> unsound(pqxx::transaction_base& tx, const std::string& practice,
                             const DocumentRecord& it) {
  if (it.info.id.empty() || it.info.patient.empty()) {
    return Error("record-incomplete", "a document needs its id and its patient's", "complete it");
  }
  if (it.content.empty() || it.info.size != static_cast<int64_t>(it.content.size()) ||
      it.version.size() != 32) {
    return Error("record-damaged", "a document's size or version does not fit its content",
                 "export it again");
  }
  const auto twin = postgres::prepared(
      tx,
      "select 1 from document where practice_id = $1 and recipe_id = nullif($2, '')::uuid and "
      "version = $3 and id <> $4::uuid",
      practice, it.recipe.value(), binary(it.version), it.info.id.value());
  if (twin.empty()) return std::nullopt;
  return Error("document-duplicate", "the same recipe has this document under another id",
               "keep the one that is there");
}

}  // namespace

std::optional<DocumentInfo> DocumentStore::find(const std::string& practice, const Id& recipe,
                                                const Bytes& version) {
  return pool_.look_up(
      [&](pqxx::transaction_base& tx) { return find_in(tx, practice, recipe, version); });
}

DocumentInfo DocumentStore::keep(const std::string& practice, const DocumentRecord& document) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto rows =
        insert(tx, practice, document,
               std::string("on conflict (practice_id, recipe_id, version) do nothing returning ") +
                   info_columns);
    if (!rows.empty()) return info_of(rows[0]);
    const auto winner = find_in(tx, practice, document.recipe, document.version);
    if (!winner) throw unknown();
    return *winner;
  });
}

Id DocumentStore::owner(const std::string& practice, const Id& document) {
  if (document.empty()) throw unknown();
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return postgres::prepared(
        tx, "select patient_id from document where practice_id = $1 and id = $2::uuid", practice,
        document.value());
  });
  if (rows.empty()) throw unknown();
  return Id(rows[0][0].c_str());
}

Blob DocumentStore::read(const std::string& practice, const Id& document, int64_t offset,
                         int64_t size) {
  if (document.empty()) throw unknown();
  if (offset < 0 || size < 0) {
    throw Error("range-invalid", "l'intervallo richiesto non è valido", "ricaricare la pagina");
  }
  // substring() counts in int4 and from 1; no document is that large.
  constexpr int64_t most = 1 << 30;
  const int64_t from = std::min(offset, most);
  const int64_t length = size == 0 ? most : std::min(size, most);
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return postgres::prepared(
        tx,
        "select media_type, file_name, size, substring(content from $3::int for $4::int), sha256 "
        "from document where practice_id = $1 and id = $2::uuid",
        practice, document.value(), from + 1, length);
  });
  if (rows.empty()) throw unknown();
  Blob blob;
  blob.media_type = rows[0][0].c_str();
  blob.file_name = rows[0][1].c_str();
  blob.size = rows[0][2].as<int64_t>();
  blob.offset = offset;
  if (offset > blob.size) {
    throw Error("range-invalid", "l'intervallo richiesto va oltre la fine del documento",
                "ricaricare la pagina");
  }
  blob.content = octets(rows[0][3]);
  const bool whole = offset == 0 && static_cast<int64_t>(blob.content.size()) == blob.size;
  if (whole && sha256(blob.content) != octets(rows[0][4])) throw damaged();
  return blob;
}

std::vector<DocumentInfo> DocumentStore::list(const std::string& practice, const Id& patient,
                                              int32_t limit) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return postgres::prepared(tx,
                              std::string("select ") + info_columns +
                                  " from document where practice_id = $1 and patient_id = "
                                  "nullif($2, '')::uuid order by made desc, id limit $3",
                              practice, patient.value(), limit);
  });
  std::vector<DocumentInfo> all;
  for (const auto& row : rows) all.push_back(info_of(row));
  return all;
}

int64_t DocumentStore::count(const std::string& practice, const Id& patient) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    return postgres::prepared(
               tx,
               "select count(*) from document where practice_id = $1 and ($2 = '' or patient_id = "
               "nullif($2, '')::uuid)",
               practice, patient.value())[0][0]
        .as<int64_t>();
  });
}

std::vector<DocumentRecord> DocumentStore::records(const std::string& practice, const Id& patient,
                                                   const std::string& after, int32_t limit) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return postgres::prepared(
        tx,
        std::string("select ") + info_columns +
            ", coalesce(recipe_id::text, ''), media_type, file_name, version, content, sha256 from "
            "document where practice_id = $1 and ($2 = '' or patient_id = nullif($2, '')::uuid) "
            "and ($3 = '' or id > nullif($3, '')::uuid) order by id limit $4",
        practice, patient.value(), after, limit);
  });
  std::vector<DocumentRecord> all;
  for (const auto& row : rows) {
    DocumentRecord it;
    it.info = info_of(row);
    it.recipe = Id(row[7].c_str());
    it.media_type = row[8].c_str();
    it.file_name = row[9].c_str();
    it.version = octets(row[10]);
    it.content = octets(row[11]);
    if (sha256(it.content) != octets(row[12])) throw damaged();
    all.push_back(std::move(it));
  }
  return all;
}

std::vector<std::pair<size_t, Error>> DocumentStore::put(
    const std::string& practice, const std::vector<DocumentRecord>& records) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    std::vector<std::pair<size_t, Error>> refused;
    for (size_t i = 0; i < records.size(); ++i) {
      if (const auto problem = unsound(tx, practice, records[i])) {
        refused.emplace_back(i, *problem);
        continue;
      }
      insert(tx, practice, records[i],
             "on conflict (practice_id, id) do update set patient_id = excluded.patient_id, "
             "recipe_id = excluded.recipe_id, version = excluded.version, kind = excluded.kind, "
             "title = excluded.title, media_type = excluded.media_type, file_name = "
             "excluded.file_name, made = excluded.made, from_service = excluded.from_service, "
             "size = excluded.size, sha256 = excluded.sha256, content = excluded.content");
    }
    return refused;
  });
}

int64_t DocumentStore::erase(const std::string& practice, const Id& patient) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    return static_cast<int64_t>(
        postgres::prepared(tx,
                           "delete from document where practice_id = $1 and patient_id = $2::uuid",
                           practice, patient.value())
            .affected_rows());
  });
}

}  // namespace curante::documents
