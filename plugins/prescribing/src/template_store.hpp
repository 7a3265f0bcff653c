// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "curante/context.hpp"
#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "prescribing.hpp"

namespace curante::prescribing {

/// The templates of each doctor: what they prescribe often, most used first. How often is counted
/// here, when a draft with all lines of a template is issued. Safe from any thread.
class TemplateStore {
 public:
  TemplateStore(const Host& host, postgres::Pool& pool) : host_(host), pool_(pool) {}

  TemplateList on(const CallContext& context, const ListTemplates& call);
  Template on(const CallContext& context, const SaveTemplate& call);
  Deleted on(const CallContext& context, const DeleteTemplate& call);

  /// Counts `draft` for the templates of `account` that it has all lines of, in the transaction
  /// that issues it.
  static void count_use(pqxx::transaction_base& tx, const std::string& practice, const Id& account,
                        const Draft& draft);

  /// For portability and backup: at most `limit` templates of the practice behind `cursor`, which
  /// cursor_of() made, or empty. Throws Error{"cursor-invalid"}.
  std::vector<DoctorTemplate> page(const std::string& practice, const std::string& cursor,
                                   size_t limit);
  static std::string cursor_of(const DoctorTemplate& it);
  int64_t count(const std::string& practice);
  /// Puts a template in place of one with its id or its name.
  void restore(const std::string& practice, const DoctorTemplate& it);

 private:
  Template template_of(const pqxx::row& row) const;

  Host host_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
