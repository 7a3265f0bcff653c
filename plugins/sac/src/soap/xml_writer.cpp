// SPDX-License-Identifier: Apache-2.0
#include "soap/xml_writer.hpp"

#include "curante/error.hpp"

namespace curante::sac {

namespace {

const xmlChar* xml(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}

/// Length of the UTF-8 character that begins a text; 0 when none does that XML 1.0 can write.
size_t character_size(std::string_view text) {
  const auto at = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at(0) < 0x80) return 1;
  const size_t size = at(0) >= 0xf0 ? 4 : at(0) >= 0xe0 ? 3 : 2;
  if (at(0) < 0xc2 || at(0) > 0xf4 || text.size() < size) return 0;
  uint32_t code = at(0) & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (at(i) & 0x3f);
  }
  constexpr uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool writable = code >= least[size] && code <= 0x10ffff &&
                        (code < 0xd800 || code > 0xdfff) && code != 0xfffe && code != 0xffff;
  return writable ? size : 0;
}

/// XML 1.0 has no way to write control characters and what is no UTF-8: a doctor's text must not
/// break the message.
std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t size = character_size(text);
    const auto octet = static_cast<unsigned char>(text[0]);
    if (size == 0) {
      out += '?';
    } else if (octet < 0x20 || octet == 0x7f) {
      out += ' ';
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
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
