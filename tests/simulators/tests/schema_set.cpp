// SPDX-License-Identifier: Apache-2.0
#include "schema_set.hpp"

#include <libxml/parser.h>
#include <libxml/xmlIO.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace {

constexpr const char* kDefect = "<xs:complexType name=\"elencoNreUtilRecordType\" minOccurs=\"0\">";
constexpr const char* kRepaired = "<xs:complexType name=\"elencoNreUtilRecordType\">";

// Imported under this name, published under another.
constexpr std::string_view kImported = "TipiDatiDichiarazioneSostituzioneMedico.xsd";
constexpr std::string_view kPublished = "TipiDatidichiarazioneSostituzioneMedico.xsd";

/// Gives libxml2 the one defective file without the attribute it rightly refuses, and the one that
/// has another name than its importers think.
xmlParserInputPtr load(const char* url, const char* id, xmlParserCtxtPtr parser);

xmlExternalEntityLoader& usual_loader() {
  static xmlExternalEntityLoader loader = xmlGetExternalEntityLoader();
  return loader;
}

xmlParserInputPtr load(const char* url, const char* id, xmlParserCtxtPtr parser) {
  std::string file = url == nullptr ? "" : url;
  if (file.ends_with(kImported)) {
    file.replace(file.size() - kImported.size(), kImported.size(), kPublished);
    return usual_loader()(file.c_str(), id, parser);
  }
  if (!file.ends_with("TipiDatiInterrogaNreUtilizzati.xsd")) return usual_loader()(url, id, parser);
  std::ifstream stream(file);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const auto at = text.find(kDefect);
  if (at != std::string::npos) text.replace(at, std::string(kDefect).size(), kRepaired);
  xmlParserInputBufferPtr buffer = xmlParserInputBufferCreateMem(
      text.data(), static_cast<int>(text.size()), XML_CHAR_ENCODING_NONE);
  xmlParserInputPtr input = xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE);
  input->filename = reinterpret_cast<char*>(xmlStrdup(reinterpret_cast<const xmlChar*>(url)));
  return input;
}

// A function, because a lambda does not become a variadic C callback.
void collect(void* problems, const xmlError* error) {
  *static_cast<std::string*>(problems) += error->message;
}

void collect_structured(void* problems, xmlErrorPtr error) {
  collect(problems, error);
}

using Document = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

/// The first schema within a WSDL's types, as a document of its own.
Document schema_within(const std::filesystem::path& file) {
  const Document wsdl(xmlReadFile(file.c_str(), nullptr, XML_PARSE_NONET), &xmlFreeDoc);
  Document schema(xmlNewDoc(BAD_CAST "1.0"), &xmlFreeDoc);
  xmlNode* types = wsdl ? xmlFirstElementChild(xmlDocGetRootElement(wsdl.get())) : nullptr;
  xmlNode* found = types != nullptr ? xmlFirstElementChild(types) : nullptr;
  if (found == nullptr) throw std::runtime_error(file.string() + " holds no schema");
  xmlDocSetRootElement(schema.get(), xmlDocCopyNode(found, schema.get(), 1));
  return schema;
}

}  // namespace

std::optional<std::filesystem::path> protocols_folder() {
  const char* reference = std::getenv("CURANTE_REFERENCE_DIR");
  if (reference == nullptr || *reference == '\0') return std::nullopt;
  return std::filesystem::path(reference) / "protocols";
}

SchemaSet::SchemaSet(const std::filesystem::path& file) {
  usual_loader();
  xmlSetExternalEntityLoader(&load);
  std::string problems;
  Document within(nullptr, &xmlFreeDoc);
  if (file.extension() == ".wsdl") within = schema_within(file);
  xmlSchemaParserCtxt* parser =
      within ? xmlSchemaNewDocParserCtxt(within.get()) : xmlSchemaNewParserCtxt(file.c_str());
  xmlSchemaSetParserStructuredErrors(parser, &collect_structured, &problems);
  schema_.reset(xmlSchemaParse(parser));
  xmlSchemaFreeParserCtxt(parser);
  xmlSetExternalEntityLoader(usual_loader());
  if (!schema_) throw std::runtime_error(file.string() + ": " + problems);
}

std::string SchemaSet::problems(xmlNode* element) const {
  std::string problems;
  xmlSchemaValidCtxt* validator = xmlSchemaNewValidCtxt(schema_.get());
  xmlSchemaSetValidStructuredErrors(validator, &collect_structured, &problems);
  const int result = xmlSchemaValidateOneElement(validator, element);
  xmlSchemaFreeValidCtxt(validator);
  if (result != 0 && problems.empty()) problems = "not valid";
  return problems;
}
