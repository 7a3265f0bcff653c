// SPDX-License-Identifier: Apache-2.0
#include "form_rows.hpp"

namespace curante::red_recipes {
namespace {

std::string text(const pqxx::field& field) {
  return field.is_null() ? std::string() : std::string(field.c_str());
}

FileSending sending_of(const std::string& state) {
  if (state == "uncertain") return FileSending::uncertain;
  if (state == "parked") return FileSending::attention;
  if (state == "sent") return FileSending::sent;
  return state == "refused" ? FileSending::refused : FileSending::sending;
}

}  // namespace

Form form_of(const pqxx::row& row, const Surroundings& surroundings) {
  Form form;
  form.recipe = Id(row[0].c_str());
  form.code = row[1].c_str();
  form.patient = Id(row[2].c_str());
  form.doctor = Id(row[3].c_str());
  form.patient_name = row[4].c_str();
  form.fiscal_code = FiscalCode(row[5].c_str());
  form.printed = Instant{row[6].as<int64_t>()};
  form.printer = row[7].c_str();
  form.document = Id(text(row[8]));
  form.state = named<State>(row[9].c_str());
  form.problem = row[10].c_str();
  if (const std::string remarks = row[11].c_str(); !remarks.empty()) {
    form.remarks = surroundings.remarks_of(remarks);
  }
  form.file_name = text(row[12]);
  form.protocol = text(row[13]);
  form.outcome = named<channel::FileState>(text(row[14]).c_str());
  form.outcome_text = text(row[15]);
  form.spoilt = row["spoilt"].as<bool>();
  form.to_find = row["to_find"].as<bool>();
  if (!row["put_on_paper"].is_null()) {
    form.put_on_paper = Instant{row["put_on_paper"].as<int64_t>()};
  }
  if (!row["found_at"].is_null()) {
    form.finding = Finding{Instant{row["found_at"].as<int64_t>()}, Id(row["by_account"].c_str()),
                           row["by_name"].c_str(), row["there"].as<bool>(),
                           named<State>(row["found_as"].c_str())};
  }
  return form;
}

SentFile file_of(const pqxx::row& row) {
  SentFile file;
  file.file_name = row[0].c_str();
  file.doctor = Id(row[1].c_str());
  file.made = Instant{row[2].as<int64_t>()};
  file.sending = sending_of(row[3].c_str());
  file.problem = row[4].c_str();
  file.protocol = row[5].c_str();
  file.received_at = row[6].c_str();
  file.outcome = named<channel::FileState>(row[7].c_str());
  file.outcome_text = row[8].c_str();
  file.recipes = row[9].as<int32_t>();
  file.cancellations = row[10].as<int32_t>();
  file.to_find = row[11].as<bool>();
  return file;
}

}  // namespace curante::red_recipes
