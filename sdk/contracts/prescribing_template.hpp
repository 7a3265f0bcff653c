// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prescribing_draft.hpp"

/// What a doctor prescribes often; of prescribing/1.
namespace curante::prescribing {

/// Lines that a doctor prescribes often, under a name; one line is a favourite. Each doctor has
/// their own.
struct Template {
  Id id;
  std::string name;
  std::vector<DraftLine> lines;  ///< without a therapy: that is one patient's
  std::string diagnosis_code;
  std::string diagnosis_text;
  int64_t used = 0;              ///< prescriptions with all of its lines, issued since it is there
};
CURANTE_DESCRIBE(Template, id, name, lines, diagnosis_code, diagnosis_text, used);
CURANTE_PERSONAL(Template, name, diagnosis_text);

/// A doctor's template as import and export write it.
struct DoctorTemplate {
  Id account;
  Template template_;
};
CURANTE_DESCRIBE(DoctorTemplate, account, template_);

struct TemplateList {
  std::vector<Template> templates;  ///< most used first
};
CURANTE_DESCRIBE(TemplateList, templates);

/// The caller's own templates whose name has every word of `text`; empty: all.
struct ListTemplates {
  using Reply = TemplateList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::string text;
  int32_t limit = 50;
};
CURANTE_DESCRIBE(ListTemplates, text, limit);
CURANTE_PERSONAL(ListTemplates, text);

/// Keeps a template of the caller's; one with this id is replaced, but for its count. An empty id
/// makes a new one. Throws "template-name-invalid", "template-name-taken", "template-lines-invalid",
/// "author-missing".
struct SaveTemplate {
  using Reply = Template;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "prescription.issue";
  Template template_;
};
CURANTE_DESCRIBE(SaveTemplate, template_);

struct Deleted {
  bool deleted = false;  ///< false: there was none with this id
};
CURANTE_DESCRIBE(Deleted, deleted);

struct DeleteTemplate {
  using Reply = Deleted;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id id;
};
CURANTE_DESCRIBE(DeleteTemplate, id);

}  // namespace curante::prescribing
