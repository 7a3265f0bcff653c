// SPDX-License-Identifier: Apache-2.0
#include "table_keeper.hpp"

#include <optional>

#include "curante/reference/loaded_tables.hpp"
#include "curante/reference/search_text.hpp"
#include "curante/reference/table_file.hpp"
#include "service_reader.hpp"
#include "service_table.hpp"
#include "system_name.hpp"
#include "table_reader.hpp"

namespace curante::terminology {
namespace {

using reference::LoadedTables;
using reference::search_text;

constexpr auto services_file = "services.csv";
constexpr auto analyze =
    "analyze concept, municipality, outpatient_service, service_detail, regional_service,"
    " imported_service_detail";

std::string without_dots(std::string code) {
  std::erase(code, '.');
  return code;
}

std::string search_key(const Concept& it) {
  const std::string code = search_text(it.code);
  const std::string plain = without_dots(code);
  return " " + code + (plain == code ? "" : " " + plain) + " " + search_text(it.text);
}

void insert_concepts(pqxx::transaction_base& tx, System system, const std::vector<Concept>& list) {
  pqxx::stream_to stream(
      tx, "concept",
      std::vector<std::string>{"system", "code", "text", "code_key", "text_key", "search_key"});
  for (const Concept& it : list) {
    stream << std::make_tuple(system_name(system), it.code, it.text, search_text(it.code),
                              search_text(it.text), search_key(it));
  }
  stream.complete();
}

void replace_concepts(pqxx::transaction_base& tx, System system, const std::vector<Concept>& list) {
  tx.exec_params("delete from concept where system = $1", system_name(system));
  insert_concepts(tx, system, list);
}

void add_concepts(pqxx::transaction_base& tx, System system, const std::vector<Concept>& list) {
  for (const Concept& it : list) {
    tx.exec_params("delete from concept where system = $1 and code = $2", system_name(system),
                   it.code);
  }
  insert_concepts(tx, system, list);
}

/// Municipalities and foreign states are two lists in one table.
void replace_places(pqxx::transaction_base& tx, bool abroad,
                    const std::vector<Municipality>& list) {
  tx.exec_params("delete from municipality where (province = 'EE') = $1::boolean",
                 std::string(abroad ? "true" : "false"));
  pqxx::stream_to stream(
      tx, "municipality",
      std::vector<std::string>{"cadastral_code", "istat_code", "name", "province", "region_code",
                               "name_key", "search_key"});
  for (const Municipality& it : list) {
    const std::string name = search_text(it.name);
    stream << std::make_tuple(it.cadastral_code, it.istat_code, it.name, it.province,
                              it.region_code, name,
                              " " + search_text(it.cadastral_code) + " " + name);
  }
  stream.complete();
}

void load_one(pqxx::transaction_base& tx, const EmbeddedFile& table) {
  const LoadedTables loaded(tx);
  if (!loaded.wants_built_in(table.name, table.content)) return;
  const std::string file(table.name);
  size_t rows = 0;
  const auto concepts = [&](System system) {
    const auto list = read_concepts(table.content, file, system, built_in_columns);
    replace_concepts(tx, system, list);
    rows = list.size();
  };
  const auto places = [&](bool abroad, const std::vector<Municipality>& list) {
    replace_places(tx, abroad, list);
    rows = list.size();
  };
  if (file == "icd9cm.csv") concepts(System::icd9cm);
  if (file == "atc.csv") concepts(System::atc);
  if (file == "exemptions.csv") concepts(System::exemption);
  if (file == "municipalities.csv") places(false, read_municipalities(table.content, file));
  if (file == "foreign_states.csv") places(true, read_foreign_states(table.content, file));
  if (file == services_file) {
    const auto list = read_services(table.content, file);
    replace_services(tx, list);
    rows = list.size();
  }
  loaded.built_in(table.name, table.content, rows);
}

/// What is known of services comes from the built-in table also where the nomenclature itself was
/// imported: the published one does not say it.
void load_details(pqxx::transaction_base& tx, const EmbeddedFile& table) {
  if (table.name != services_file) return;
  const LoadedTables loaded(tx);
  const std::string name = std::string(services_file) + " details";
  if (!loaded.wants_built_in(name, table.content)) return;
  const auto list = read_services(table.content, services_file);
  replace_service_details(tx, list);
  loaded.built_in(name, table.content, list.size());
}

/// A published list of codes that was found and read.
struct FoundConcepts {
  System system;
  std::string built_in;  ///< the built-in table it stands in for
  std::string content;
  std::vector<Concept> list;
};

std::optional<FoundConcepts> find(const std::filesystem::path& directory, const char* file,
                                  System system, const char* built_in) {
  auto content = reference::read_table_file(directory / file);
  if (!content) return std::nullopt;
  auto list = read_concepts(*content, file, system, published_columns);
  return FoundConcepts{system, built_in, std::move(*content), std::move(list)};
}

void put(pqxx::transaction_base& tx, const FoundConcepts& found) {
  if (found.system == System::exemption) {
    add_concepts(tx, found.system, found.list);
  } else {
    replace_concepts(tx, found.system, found.list);
  }
  LoadedTables(tx).imported(found.built_in, found.content, found.list.size());
}

/// Any other published table that was found and read.
template <class Row>
struct Found {
  std::string file;
  std::string content;
  std::vector<Row> list;
};

template <class Reader>
auto find(const std::filesystem::path& directory, const char* file, Reader&& read) {
  using Row = typename decltype(read(std::string_view(), std::string()))::value_type;
  std::optional<Found<Row>> found;
  if (auto content = reference::read_table_file(directory / file)) {
    auto list = read(*content, file);
    found = Found<Row>{file, std::move(*content), std::move(list)};
  }
  return found;
}

template <class Kind>
int64_t count(const std::optional<Kind>& found) {
  return found ? static_cast<int64_t>(found->list.size()) : 0;
}

}  // namespace

void TableKeeper::load_built_in(EmbeddedFiles tables) {
  pool_.write([&](pqxx::transaction_base& tx) {
    LoadedTables(tx).lock();
    for (const EmbeddedFile& table : tables) {
      load_one(tx, table);
      load_details(tx, table);
    }
    tx.exec(analyze);
  });
}

ImportReport TableKeeper::import(const std::filesystem::path& directory) {
  // Everything is read and judged before the first row is touched.
  const std::optional<FoundConcepts> lists[] = {
      find(directory, "icd9cm-it/diagnosi.csv", System::icd9cm, "icd9cm.csv"),
      find(directory, "atc-it/atc.csv", System::atc, "atc.csv"),
      find(directory, "esenzioni/esenzioni.csv", System::exemption, "exemptions.csv")};
  const auto places = find(directory, "territorio/comuni_2025.csv", read_published_municipalities);
  const auto services =
      find(directory, "nomenclatore/catalogo_nazionale_prestazioni.csv", read_published_services);
  const auto regional =
      find(directory, "nomenclatore/catalogo_regionale.csv", read_regional_services);
  const auto details =
      find(directory, "nomenclatore/dettagli_prestazioni.csv", read_service_details);
  const bool found_services = services || regional || details;
  if (!lists[0] && !lists[1] && !lists[2] && !places && !found_services) {
    throw Error("import-nothing", directory.string() + ": nessuna tabella da importare",
                "indicare la cartella che contiene icd9cm-it, atc-it, territorio, esenzioni o "
                "nomenclatore");
  }
  pool_.write([&](pqxx::transaction_base& tx) {
    const LoadedTables loaded(tx);
    loaded.lock();
    for (const auto& found : lists) {
      if (found) put(tx, *found);
    }
    if (places) {
      replace_places(tx, false, places->list);
      loaded.imported("municipalities.csv", places->content, places->list.size());
    }
    if (services) {
      replace_services(tx, services->list);
      loaded.imported(services_file, services->content, services->list.size());
    }
    if (regional) {
      replace_regional_services(tx, regional->list);
      loaded.imported("regional catalogue", regional->content, regional->list.size());
    }
    if (details) {
      replace_imported_details(tx, details->list);
      loaded.imported("service details", details->content, details->list.size());
    }
    tx.exec(analyze);
  });
  return {count(lists[0]), count(lists[1]), count(places), count(lists[2]),
          count(services), count(regional), count(details)};
}

}  // namespace curante::terminology
