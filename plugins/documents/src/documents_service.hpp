// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "curante/context.hpp"
#include "document_store.hpp"
#include "documents.hpp"
#include "number_list_printer.hpp"
#include "promemoria_printer.hpp"
#include "red_form_printer.hpp"
#include "white_printer.hpp"

namespace curante::documents {

/// What the outside world does for the service.
struct Surroundings {
  std::function<Instant(const CallContext&)> now;
  std::function<void(const std::string&)> warn;  ///< the log: never personal data
};

/// Answers documents/1. Safe to use from any thread, once opened.
class DocumentsService {
 public:
  explicit DocumentsService(Surroundings surroundings) : surroundings_(std::move(surroundings)) {}

  /// Before the first call. Throws Error{"fonts-missing"} when nothing could be printed.
  void open(postgres::Pool& pool, const std::string& font_families);

  DocumentInfo on(const CallContext& context, const MakePromemoria& request);
  Blob on(const CallContext& context, const Read& request);
  Blob on(const CallContext& context, const ReadMerged& request);
  DocumentList on(const CallContext& context, const ListForPatient& request);
  DocumentInfo on(const CallContext& context, const MakeRedForm& request);
  DocumentInfo on(const CallContext& context, const MakeWhite& request);
  Blob on(const CallContext& context, const PrintNumbers& request);
  Blob on(const CallContext& context, const DrawRedTest& request);

 private:
  /// Nothing asked from one patient's window may touch another patient.
  static void demand_patient(const CallContext& context, const Id& patient);
  static void demand_same_patient(const Id& found, const Id& asked);
  void demand_owner(const CallContext& context, const Id& document);
  /// The service's own file where it is sound: then `info.from_service` says so.
  void take_service_file(const Bytes& file, DocumentRecord& document) const;

  Surroundings surroundings_;
  std::optional<DocumentStore> store_;
  std::optional<PromemoriaPrinter> printer_;
  std::optional<RedFormPrinter> red_forms_;
  std::optional<WhitePrinter> white_printer_;
  std::optional<NumberListPrinter> number_lists_;
};

}  // namespace curante::documents
