// SPDX-License-Identifier: Apache-2.0
#include "pdf_file.hpp"

// qpdf: std::shared_ptr only.
#define POINTERHOLDER_TRANSITION 4

#include <algorithm>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>
#include <string_view>

namespace curante::documents {
namespace {

constexpr size_t largest_file = 8u << 20;
constexpr size_t most_pages = 20;

std::unique_ptr<QPDF> open(const Bytes& file) {
  auto pdf = std::make_unique<QPDF>();
  pdf->setSuppressWarnings(true);
  pdf->setAttemptRecovery(false);
  pdf->processMemoryFile("received", reinterpret_cast<const char*>(file.data()), file.size());
  return pdf;
}

/// Takes what is decoded and forgets it; refuses when a small file turns out to hold a flood.
class Sink : public Pipeline {
 public:
  Sink() : Pipeline("decoded", nullptr) {}
  void write(unsigned char const*, size_t size) override {
    taken_ += size;
    if (flooded()) throw std::length_error("too much");
  }
  void finish() override {}
  bool flooded() const { return taken_ > largest_decoded; }

 private:
  static constexpr size_t largest_decoded = 64u << 20;
  size_t taken_ = 0;
};

/// Reads every object and decodes every stream: what cannot be read makes a warning or throws.
void read_all(QPDF& pdf) {
  Sink sink;
  for (QPDFObjectHandle& object : pdf.getAllObjects()) {
    if (!object.isStream()) continue;
    object.pipeStreamData(&sink, 0, qpdf_dl_specialized);
    if (sink.flooded()) throw std::length_error("too much");
  }
}

PdfVerdict refused(std::string problem) {
  return {false, 0, std::move(problem)};
}

}  // namespace

PdfVerdict inspect_pdf(const Bytes& file) {
  constexpr std::string_view magic = "%PDF-";
  if (file.size() > largest_file) return refused("larger than 8 MiB");
  if (file.size() < magic.size() || !std::equal(magic.begin(), magic.end(), file.begin())) {
    return refused("does not begin as a PDF");
  }
  try {
    const auto pdf = open(file);
    const auto pages = QPDFPageDocumentHelper(*pdf).getAllPages();
    if (pages.empty() || pages.size() > most_pages) return refused("has no page, or too many");
    bool drawn = true;
    for (auto page : pages) drawn = drawn && !page.getPageContents().empty();
    if (!drawn) return refused("has a page without content");
    read_all(*pdf);
    if (pdf->anyWarnings()) return refused("is damaged");
    return {true, static_cast<int>(pages.size()), ""};
  } catch (const std::exception&) {
    // The library's words quote the file, which holds personal data.
    return refused("is damaged");
  }
}

Bytes merge_pdfs(const std::vector<Bytes>& files) {
  try {
    // Pages stay tied to the file they come from until the result is written.
    std::vector<std::unique_ptr<QPDF>> sources;
    QPDF merged;
    merged.emptyPDF();
    QPDFPageDocumentHelper target(merged);
    for (const Bytes& file : files) {
      sources.push_back(open(file));
      for (auto& page : QPDFPageDocumentHelper(*sources.back()).getAllPages()) {
        target.addPage(page, false);
      }
    }
    QPDFWriter writer(merged);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.write();
    const std::shared_ptr<Buffer> out = writer.getBufferSharedPointer();
    return Bytes(out->getBuffer(), out->getBuffer() + out->getSize());
  } catch (const std::exception&) {
    throw Error("document-unreadable", "uno dei documenti non è un PDF leggibile",
                "aprire i documenti uno per uno per trovare quello danneggiato");
  }
}

}  // namespace curante::documents
