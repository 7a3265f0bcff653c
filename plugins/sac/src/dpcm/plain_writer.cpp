// SPDX-License-Identifier: Apache-2.0
#include "dpcm/plain_writer.hpp"

#include "soap/xml_text.hpp"

namespace curante::sac {
namespace {

const xmlChar* xml(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}

}  // namespace

PlainWriter::PlainWriter(const char* root)
    : buffer_(xmlBufferCreate(), &xmlBufferFree),
      writer_(xmlNewTextWriterMemory(buffer_.get(), 0)) {
  xmlTextWriterStartDocument(writer_, "1.0", "UTF-8", nullptr);
  begin(root);
}

PlainWriter::~PlainWriter() {
  if (writer_ != nullptr) xmlFreeTextWriter(writer_);
}

void PlainWriter::begin(const char* name) {
  xmlTextWriterStartElement(writer_, xml(name));
}

void PlainWriter::end() {
  xmlTextWriterEndElement(writer_);
}

void PlainWriter::element(const char* name, const std::string& value) {
  begin(name);
  if (!value.empty()) xmlTextWriterWriteString(writer_, xml(printable(value).c_str()));
  end();
}

std::string PlainWriter::finish() {
  xmlTextWriterEndDocument(writer_);
  xmlFreeTextWriter(writer_);
  writer_ = nullptr;
  return {reinterpret_cast<const char*>(xmlBufferContent(buffer_.get())),
          static_cast<size_t>(xmlBufferLength(buffer_.get()))};
}

}  // namespace curante::sac
