// SPDX-License-Identifier: Apache-2.0
#include "permissions.hpp"

namespace curante::accounts {

namespace {

struct Row {
  const char* permission;
  bool titolare, sostituto, collaboratore, amministratore;
};

// clang-format off
constexpr Row table[] = {
    //                        titolare sostituto collaboratore amministratore
    {"chart.read",            true,    true,     true,         false},
    {"chart.write",           true,    true,     true,         false},
    {"chart.clinical.write",  true,    true,     false,        false},
    {"prescription.read",     true,    true,     true,         false},
    {"prescription.prepare",  true,    true,     true,         false},
    {"prescription.issue",    true,    true,     false,        false},
    // Getting to the patient what the doctor has prescribed.
    {"prescription.deliver",  true,    true,     true,         false},
    // Who signs for an absent doctor; the room has the rule for doctors.
    {"signers.manage",        true,    true,     true,         true},
    // Putting the ASL of many patients right.
    {"chart.asl",             true,    true,     false,        true},
    {"message.send",          true,    true,     true,         false},
    {"accounts.manage",       true,    false,    false,        true},
    {"audit.read",            true,    false,    false,        true},
    {"reference.import",      true,    false,    false,        true},
    {"database.manage",       true,    false,    false,        false},
    {"plugins.manage",        true,    false,    false,        true},
    // Saying that a computer's clock was wrong, so that recipes leave again.
    {"clock.correct",         true,    true,     false,        true},
    {"metrics.read",          true,    false,    false,        true},
};
// clang-format on

}  // namespace

std::vector<std::string> permissions_of(Role role) {
  std::vector<std::string> all;
  for (const Row& row : table) {
    const bool may = role == Role::titolare        ? row.titolare
                     : role == Role::sostituto     ? row.sostituto
                     : role == Role::collaboratore ? row.collaboratore
                                                   : row.amministratore;
    if (may) all.emplace_back(row.permission);
  }
  return all;
}

}  // namespace curante::accounts
