// SPDX-License-Identifier: Apache-2.0
#include "external_server.hpp"

#include <libpq-fe.h>

#include <memory>

#include "curante/error.hpp"

namespace curante::database {

std::string quoted(const std::string& value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

namespace {

/// The words of a connection string or address that `wanted` takes.
template <class Wanted>
std::string words_of(const std::string& connection, const Wanted& wanted) {
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(connection.c_str(), &reason), &PQconninfoFree);
  if (!options) {
    PQfreemem(reason);  // it may quote the password
    throw Error("setting-invalid", "l'impostazione «connection» non è una stringa di connessione",
                "scriverla come host=… dbname=… user=…");
  }
  std::string out;
  for (const PQconninfoOption* it = options.get(); it->keyword != nullptr; ++it) {
    const std::string_view name = it->keyword;
    if (it->val == nullptr || !wanted(name)) continue;
    out += (out.empty() ? "" : " ") + std::string(name) + "=" + quoted(it->val);
  }
  return out;
}

}  // namespace

std::string without_user(const std::string& connection) {
  return words_of(connection, [](std::string_view name) {
    for (const char* personal :
         {"user", "password", "passfile", "options", "application_name", "sslcert", "sslkey"}) {
      if (name == personal) return false;
    }
    return true;
  });
}

std::string with_password(const std::string& connection, const std::string& password) {
  return words_of(connection, [](std::string_view name) { return name != "password"; }) +
         " password=" + quoted(password);
}

}  // namespace curante::database
