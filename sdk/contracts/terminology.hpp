// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// Public code systems: ICD-9-CM diagnoses, ATC, municipalities, exemptions, outpatient services.
namespace curante::terminology {

struct Concept {
  std::string code;
  std::string text;
};
CURANTE_DESCRIBE(Concept, code, text);

struct ConceptList {
  std::vector<Concept> concepts;
  bool more = false;  ///< there are more than `limit`
};
CURANTE_DESCRIBE(ConceptList, concepts, more);

enum class System { icd9cm, atc, exemption };
CURANTE_DESCRIBE_ENUM(System, icd9cm, atc, exemption);

/// Type-ahead by code or words; accents and case do not matter.
struct Search {
  using Reply = ConceptList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  System system = System::icd9cm;
  std::string text;
  int32_t limit = 20;
};
CURANTE_DESCRIBE(Search, system, text, limit);

/// Throws "code-unknown".
struct Lookup {
  using Reply = Concept;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  System system = System::icd9cm;
  std::string code;
};
CURANTE_DESCRIBE(Lookup, system, code);

/// A specialist outpatient service of the national nomenclature.
struct OutpatientService {
  std::string code;                   ///< with dots: "89.7A.3"
  std::string text;
  std::vector<std::string> branches;  ///< two digits each; empty: not known
  bool cyclic = false;                ///< prescribed by sessions, as physiotherapy
  bool priority_required = false;     ///< of the PNGLA: its recipe says U, B, D or P
  std::string catalogue_code;         ///< of the region's catalogue, or empty
  std::string note;                   ///< under which condition the SSN pays, or empty
  std::string catalogue_text = {};    ///< what the region's catalogue calls it, or empty
  /// Whether it is known if a priority is required: the published nomenclature does not say.
  bool priority_known = false;
  int32_t cycle_sessions = 0;  ///< of what is cyclic, the most that one cycle has; 0: not known
};
CURANTE_DESCRIBE(OutpatientService, code, text, branches, cyclic, priority_required, catalogue_code,
                 note, catalogue_text, priority_known, cycle_sessions);

struct Municipality {
  std::string cadastral_code;  ///< codice catastale, "H501"
  std::string istat_code;
  std::string name;
  std::string province;     ///< "RM"; "EE" for a foreign state
  std::string region_code;  ///< as Sistema TS writes it, "120"; empty abroad
};
CURANTE_DESCRIBE(Municipality, cadastral_code, istat_code, name, province, region_code);

struct MunicipalityList {
  std::vector<Municipality> municipalities;
  bool more = false;
};
CURANTE_DESCRIBE(MunicipalityList, municipalities, more);

/// Type-ahead by name; an exact cadastral code finds its one place.
struct SearchMunicipalities {
  using Reply = MunicipalityList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  std::string text;
  int32_t limit = 20;
};
CURANTE_DESCRIBE(SearchMunicipalities, text, limit);

struct ImportReport {
  int64_t diagnoses = 0;
  int64_t atc = 0;
  int64_t municipalities = 0;
  int64_t exemptions = 0;
  int64_t services = 0;
  int64_t catalogue = 0;  ///< services with a code in a region's catalogue
  int64_t details = 0;    ///< services of which branches and priority are known
};
CURANTE_DESCRIBE(ImportReport, diagnoses, atc, municipalities, exemptions, services, catalogue,
                 details);

/// Replaces the tables for which `directory` (on the host) has a file, in one transaction:
/// icd9cm-it/diagnosi.csv, atc-it/atc.csv, territorio/comuni_2025.csv, esenzioni/esenzioni.csv,
/// nomenclatore/catalogo_nazionale_prestazioni.csv, nomenclatore/catalogo_regionale.csv,
/// nomenclatore/dettagli_prestazioni.csv.
/// Exemptions are added to those known: the published list holds only some kinds of them. The
/// published services have neither branches nor priorities: the details say them, dated and, where
/// they differ, by region; they stand before the built-in ones, code by code.
/// Throws "import-malformed" naming file and line, "import-unreadable" or "import-nothing" (no such
/// file below `directory`); nothing is changed then.
struct ImportTables {
  using Reply = ImportReport;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "reference.import";
  std::string directory;
};
CURANTE_DESCRIBE(ImportTables, directory);
CURANTE_PERSONAL(ImportTables, directory);

struct OutpatientServiceList {
  std::vector<OutpatientService> services;
  bool more = false;
};
CURANTE_DESCRIBE(OutpatientServiceList, services, more);

/// Type-ahead by code, catalogue code or words of either text; accents and case do not matter. The
/// catalogue is that of the region that the setting `catalogue_region` names, by default the
/// practice's own. A service with several codes there is found once for each; one that only the
/// region has stands under its catalogue code in `code`, too.
struct SearchServices {
  using Reply = OutpatientServiceList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  std::string text;
  int32_t limit = 20;
};
CURANTE_DESCRIBE(SearchServices, text, limit);

/// A service by its code, with the one of its catalogue codes that is asked for; none is asked for:
/// with its only one. Throws "code-unknown".
struct GetService {
  using Reply = OutpatientService;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  std::string code;
  std::string catalogue_code = {};
};
CURANTE_DESCRIBE(GetService, code, catalogue_code);

struct Contract {
  static constexpr std::string_view id = "terminology/1";
  using Calls = curante::Calls<Search, Lookup, SearchMunicipalities, ImportTables, SearchServices,
                               GetService>;
};

}  // namespace curante::terminology
