// SPDX-License-Identifier: Apache-2.0
#include "soap/xml_writer.hpp"

#include "soap/xml_text.hpp"

namespace curante::sac {

namespace {

const xmlChar* xml(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}

}  // namespace

SoapWriter::SoapWriter(std::string_view ns, std::string_view types, std::string_view root)
    : buffer_(xmlBufferCreate(), &xmlBufferFree),
      writer_(xmlNewTextWriterMemory(buffer_.get(), 0)) {
  xmlTextWriterStartDocument(writer_, "1.0", "UTF-8", nullptr);
  xmlTextWriterStartElement(writer_, xml("soapenv:Envelope"));
  const auto declare = [&](const char* prefix, std::string_view uri) {
    if (uri.empty()) return;
    xmlTextWriterWriteAttribute(writer_, xml(std::string("xmlns:") + prefix),
                                xml(std::string(uri)));
  };
  declare("soapenv", "http://schemas.xmlsoap.org/soap/envelope/");
  declare("op", ns);
  declare("td", types);
  xmlTextWriterWriteElement(writer_, xml("soapenv:Header"), nullptr);
  xmlTextWriterStartElement(writer_, xml("soapenv:Body"));
  begin(root);
}

SoapWriter::~SoapWriter() {
  if (writer_ != nullptr) xmlFreeTextWriter(writer_);
}

void SoapWriter::open(std::string_view prefix, std::string_view name) {
  xmlTextWriterStartElement(writer_, xml(std::string(prefix) + ":" + std::string(name)));
}

void SoapWriter::element(std::string_view prefix, std::string_view name, std::string_view value) {
  open(prefix, name);
  if (!value.empty()) xmlTextWriterWriteString(writer_, xml(printable(value)));
  xmlTextWriterEndElement(writer_);
}

void SoapWriter::member(std::string_view name, std::string_view value) {
  element("op", name, value);
}
void SoapWriter::valued(std::string_view name, std::string_view value) {
  if (!value.empty()) element("op", name, value);
}
void SoapWriter::bare(std::string_view name, std::string_view value) {
  xmlTextWriterWriteElement(writer_, xml(std::string(name)), xml(printable(value)));
}
void SoapWriter::begin(std::string_view name) {
  open("op", name);
}
void SoapWriter::begin_typed(std::string_view name) {
  open("td", name);
}
void SoapWriter::typed(std::string_view name, std::string_view value) {
  if (!value.empty()) element("td", name, value);
}
void SoapWriter::end() {
  xmlTextWriterEndElement(writer_);
}

std::string SoapWriter::finish() {
  xmlTextWriterEndDocument(writer_);
  xmlFreeTextWriter(writer_);
  writer_ = nullptr;
  return {reinterpret_cast<const char*>(xmlBufferContent(buffer_.get())),
          static_cast<size_t>(xmlBufferLength(buffer_.get()))};
}

}  // namespace curante::sac
