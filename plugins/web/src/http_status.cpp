// SPDX-License-Identifier: Apache-2.0
#include "http_status.hpp"

#include <cstdio>
#include <string>

namespace curante::web {

int http_status(std::string_view code) {
  struct Row {
    std::string_view code;
    int status;
  };
  static constexpr Row table[] = {
      {"invalid-json", 400},         {"invalid-value", 400},
      {"not-signed-in", 401},        {"session-expired", 401},
      {"credentials-wrong", 401},    {"permission-denied", 403},
      {"origin-refused", 403},       {"call-not-public", 404},
      {"not-found", 404},            {"method-not-allowed", 405},
      {"record-changed", 409},       {"patient-mismatch", 409},
      {"fiscal-code-taken", 409},    {"plugin-needed", 409},
      {"plugin-is-entry", 409},      {"plugin-runs", 409},
      {"plugin-in-call", 409},       {"body-too-large", 413},
      {"media-type-unsupported", 415}, {"range-invalid", 416},
      {"account-locked", 423},       {"internal-error", 500},
      {"contract-unavailable", 503}, {"database-unavailable", 503},
      {"server-busy", 503},          {"outcome-unknown", 503},
      {"plugin-changing", 503},      {"host-stopping", 503},
      {"deadline-passed", 504},      {"database-full", 507}};
  for (const Row& row : table) {
    if (row.code == code) return row.status;
  }
  return code.ends_with("-unknown") ? 404 : 422;
}

namespace {

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      out += escaped;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

std::string error_body(const Error& error) {
  std::string out = "{\"code\":";
  append_quoted(out, error.code());
  out += ",\"message\":";
  append_quoted(out, error.message());
  out += ",\"remedy\":";
  append_quoted(out, error.remedy());
  return out + "}";
}

}  // namespace curante::web
