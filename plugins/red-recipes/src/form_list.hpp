// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/postgres/pool.hpp"
#include "surroundings.hpp"

namespace curante::red_recipes {

/// The summary: forms and files of a span of days, and whether they are worth a look. Safe from any
/// thread.
class FormListing {
 public:
  FormListing(postgres::Pool& pool, const Surroundings& surroundings)
      : pool_(pool), surroundings_(surroundings) {}

  FormList forms(const std::string& practice, const ListForms& call, Date today);
  /// All of them, whatever the limit, as `ExportForms` says.
  Bytes as_csv(const std::string& practice, const ListForms& call, Date today);
  SentFileList files(const std::string& practice, const ListFiles& call, Date today);
  /// Files that are still open: of a protocol, or all.
  SentFileList open_files(const std::string& practice, const std::string& protocol);
  /// Forms of a file.
  std::vector<Form> of_file(const std::string& practice, const std::string& file_name);
  Review review(const std::string& practice, Date today);

 private:
  postgres::Pool& pool_;
  const Surroundings& surroundings_;
};

}  // namespace curante::red_recipes
