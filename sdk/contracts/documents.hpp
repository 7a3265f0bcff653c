// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "blob.hpp"
#include "recipe_transmitter.hpp"

/// Documents the patient gets.
namespace curante::documents {

struct DocumentInfo {
  Id id;
  Id patient;
  std::string kind;       ///< "promemoria", "red-form", "ricetta-bianca"
  std::string title;
  Instant made;
  int64_t size = 0;       ///< octets
  bool from_service = false;  ///< the state's own PDF, not ours
};
CURANTE_DESCRIBE(DocumentInfo, id, patient, kind, title, made, size, from_service);
CURANTE_SUBJECT(DocumentInfo, patient);
CURANTE_PERSONAL(DocumentInfo, title);

/// Makes and keeps the promemoria of an accepted recipe: the service's own PDF when the receipt has a
/// readable one, else ours. Asked again for the same recipe and receipt, gives the same document.
struct MakePromemoria {
  using Reply = DocumentInfo;
  static constexpr bool idempotent = true;
  Id patient;
  recipe_transmitter::Recipe recipe;
  recipe_transmitter::Receipt receipt;
};
CURANTE_DESCRIBE(MakePromemoria, patient, recipe, receipt);
CURANTE_SUBJECT(MakePromemoria, patient);

/// The document's octets. `size` 0 reads to the end. Throws "document-unknown", "range-invalid", and
/// "patient-mismatch" when another patient's chart is open.
struct Read {
  using Reply = Blob;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id document;
  int64_t offset = 0;
  int64_t size = 0;
};
CURANTE_DESCRIBE(Read, document, offset, size);

/// Several documents as one PDF, for printing at one go. `documents` is a comma-separated list of ids.
struct ReadMerged {
  using Reply = Blob;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::string documents;
};
CURANTE_DESCRIBE(ReadMerged, documents);

struct DocumentList {
  std::vector<DocumentInfo> documents;  ///< newest first
};
CURANTE_DESCRIBE(DocumentList, documents);

struct ListForPatient {
  using Reply = DocumentList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id patient;
  int32_t limit = 50;
};
CURANTE_DESCRIBE(ListForPatient, patient, limit);
CURANTE_SUBJECT(ListForPatient, patient);

/// Makes and keeps the paper of a white recipe. Without a receipt: the recipe itself, on the doctor's
/// own letterhead, to be signed. With the receipt of an accepted one: the promemoria of the
/// electronic white recipe, with its NRBE and PIN. Asked again for the same recipe and receipt, gives
/// the same document. Throws "recipe-not-white", "recipe-not-accepted", "white-incomplete".
struct MakeWhite {
  using Reply = DocumentInfo;
  static constexpr bool idempotent = true;
  Id patient;
  recipe_transmitter::Recipe recipe;
  std::optional<recipe_transmitter::Receipt> receipt;
};
CURANTE_DESCRIBE(MakeWhite, patient, recipe, receipt);
CURANTE_SUBJECT(MakeWhite, patient);

/// A record of the section "documents.documents" of personal-data/1.
struct DocumentRecord {
  DocumentInfo info;
  Id recipe;
  std::string media_type;
  std::string file_name;
  Bytes version;  ///< SHA-256 of what it was made from
  Bytes content;
};
CURANTE_DESCRIBE(DocumentRecord, info, recipe, media_type, file_name, version, content);
CURANTE_PERSONAL(DocumentRecord, file_name, version, content);

/// How a red form lies in its printer. Margins move what is printed, in millimetres.
struct RedFormPlace {
  double left_mm = 0;
  double top_mm = 0;
  bool a4 = false;        ///< A4 with the form at its top; else the form's own size
  bool upright = false;   ///< turned by a quarter, for a driver that takes upright sheets only
  bool barcodes = false;  ///< the code as two Code 39
  bool bold = true;
};
CURANTE_DESCRIBE(RedFormPlace, left_mm, top_mm, a4, upright, barcodes, bold);

/// Makes and keeps what is printed onto a red form of the SSN: values only, the form brings the rest.
/// Asked again with the same content, gives the same document. Throws "red-form-incomplete",
/// "red-form-place", "patient-mismatch", "barcode-invalid".
struct MakeRedForm {
  using Reply = DocumentInfo;
  static constexpr bool idempotent = true;
  Id patient;
  recipe_transmitter::Recipe recipe;
  std::string code;  ///< of the form, 15 characters
  RedFormPlace place;
};
CURANTE_DESCRIBE(MakeRedForm, patient, recipe, code, place);
CURANTE_SUBJECT(MakeRedForm, patient);
CURANTE_PERSONAL(MakeRedForm, code);

/// The number of an accepted recipe, as a pharmacy's scanner reads it.
struct RecipeNumber {
  std::string number;        ///< NRE or NRBE
  bool white = false;        ///< NRBE
  Date issued;
};
CURANTE_DESCRIBE(RecipeNumber, number, white, issued);
CURANTE_PERSONAL(RecipeNumber, number);

/// A list of numbers with their barcodes, for a patient who gets it by e-mail: no name, no drug, and of
/// the codice fiscale only what `holder_hint` shows. Not kept. Throws "numbers-missing" without a number
/// or with more than 40, and "barcode-invalid".
struct PrintNumbers {
  using Reply = Blob;
  static constexpr bool idempotent = true;
  std::vector<RecipeNumber> numbers;
  std::string holder_hint;   ///< "RSSM…"
};
CURANTE_DESCRIBE(PrintNumbers, numbers, holder_hint);
CURANTE_PERSONAL(PrintNumbers, numbers, holder_hint);

/// A test page for a printer of red forms: rulers, and the frame and name of each field where these
/// margins put it. Printed on plain paper and held against a form, it shows how far to move. Says
/// nothing of anybody, and is not kept. Throws "red-form-place".
struct DrawRedTest {
  using Reply = Blob;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  RedFormPlace place;
};
CURANTE_DESCRIBE(DrawRedTest, place);

struct Contract {
  static constexpr std::string_view id = "documents/1";
  using Calls =
      curante::Calls<MakePromemoria, Read, ReadMerged, ListForPatient, MakeRedForm, MakeWhite,
                     PrintNumbers, DrawRedTest>;
};

}  // namespace curante::documents
