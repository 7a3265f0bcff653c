// SPDX-License-Identifier: Apache-2.0
#include "pdf_file.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "promemoria_printer.hpp"
#include "rendered_pdf.hpp"
#include "sample_page.hpp"

namespace curante::documents {
namespace {

Bytes sound() {
  static PromemoriaPrinter printer;
  const PromemoriaPage page = sample_page();
  return printer.print({&page, 1});
}

Bytes bytes(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

TEST(PdfFile, ASoundFileIsReadable) {
  const PdfVerdict verdict = inspect_pdf(sound());
  EXPECT_TRUE(verdict.readable) << verdict.problem;
  EXPECT_EQ(verdict.pages, 1);
}

TEST(PdfFile, WhatIsNoPdfIsRefused) {
  EXPECT_FALSE(inspect_pdf({}).readable);
  EXPECT_FALSE(inspect_pdf(bytes("%PDF-")).readable);
  EXPECT_FALSE(inspect_pdf(bytes("<html><body>Servizio non disponibile</body></html>")).readable);
  EXPECT_FALSE(inspect_pdf(bytes("%PDF-1.4\nnothing here\n%%EOF\n")).readable);
  EXPECT_FALSE(inspect_pdf(Bytes((8u << 20) + 1, '%')).readable);
}

TEST(PdfFile, EveryTruncationIsNoticed) {
  const Bytes whole = sound();
  for (size_t size = 0; size + 2 < whole.size(); size += whole.size() / 60) {
    EXPECT_FALSE(
        inspect_pdf(Bytes(whole.begin(), whole.begin() + static_cast<long>(size))).readable)
        << size;
  }
}

TEST(PdfFile, ADamagedPageIsNoticed) {
  Bytes damaged = sound();
  const std::string_view mark = "stream\n";
  const auto at = std::search(damaged.begin(), damaged.end(), mark.begin(), mark.end());
  ASSERT_NE(at, damaged.end());
  std::fill_n(at + static_cast<long>(mark.size()), 64, 0x55);
  const PdfVerdict verdict = inspect_pdf(damaged);
  EXPECT_FALSE(verdict.readable);
  EXPECT_EQ(verdict.problem, "is damaged");
}

/// A sound file of one page whose content, of `zeros` octets, is deflated to next to nothing.
Bytes inflating(size_t zeros) {
  std::string body = "%PDF-1.4\n";
  std::vector<size_t> at;
  const auto object = [&](const std::string& text) {
    at.push_back(body.size());
    body += std::to_string(at.size()) + " 0 obj\n" + text + "\nendobj\n";
  };
  std::vector<Bytef> deflated(compressBound(zeros));
  uLongf size = deflated.size();
  compress(deflated.data(), &size, std::vector<Bytef>(zeros, ' ').data(), zeros);
  object("<</Type/Catalog/Pages 2 0 R>>");
  object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
  object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>");
  object("<</Filter/FlateDecode/Length " + std::to_string(size) + ">>stream\n" +
         std::string(deflated.begin(), deflated.begin() + static_cast<long>(size)) + "\nendstream");
  const size_t table = body.size();
  body += "xref\n0 5\n0000000000 65535 f \n";
  for (const size_t offset : at) {
    std::string digits = std::to_string(offset);
    body += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  body += "trailer<</Size 5/Root 1 0 R>>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
  return bytes(body);
}

TEST(PdfFile, AFloodIsRefusedBeforeItFillsTheMemory) {
  const PdfVerdict small = inspect_pdf(inflating(1u << 20));
  EXPECT_TRUE(small.readable) << small.problem;
  EXPECT_FALSE(inspect_pdf(inflating(200u << 20)).readable);
}

TEST(PdfFile, MergedPagesKeepTheirOrderAndCodes) {
  PromemoriaPrinter printer;
  PromemoriaPage page = sample_page();
  std::vector<Bytes> files;
  for (const char* nre : {"1200A4019294841", "1200A4019294842", "1200A4019294843"}) {
    page.nre = nre;
    files.push_back(printer.print({&page, 1}));
  }
  const Bytes merged = merge_pdfs(files);
  EXPECT_EQ(inspect_pdf(merged).pages, 3);
  EXPECT_EQ(merged, merge_pdfs(files));
  const RenderedPdf pdf(merged);
  EXPECT_EQ(pdf.pages(), 3);
  EXPECT_EQ(pdf.barcodes(203, 1).count("4019294841"), 1u);
  EXPECT_EQ(pdf.barcodes(203, 2).count("4019294842"), 1u);
  EXPECT_EQ(pdf.barcodes(203, 3).count("4019294843"), 1u);
}

TEST(PdfFile, MergingADamagedFileFailsByName) {
  const std::vector<Bytes> files{sound(), bytes("%PDF-1.4 broken")};
  try {
    merge_pdfs(files);
    FAIL() << "a damaged file was merged";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "document-unreadable");
  }
}

TEST(PdfFile, TheSacsOwnIsReadableAndMerges) {
  const char* reference = std::getenv("CURANTE_REFERENCE_DIR");
  if (reference == nullptr) GTEST_SKIP() << "CURANTE_REFERENCE_DIR is not set";
  const Bytes theirs = file_bytes(std::string(reference) +
                                  "/protocols/sac-ricetta-dem/samples/"
                                  "promemoria-SAC-test-1300A4019294847.pdf");
  const PdfVerdict verdict = inspect_pdf(theirs);
  EXPECT_TRUE(verdict.readable) << verdict.problem;
  const std::vector<Bytes> files{sound(), theirs};
  const RenderedPdf pdf(merge_pdfs(files));
  EXPECT_EQ(pdf.pages(), 2);
  EXPECT_EQ(pdf.barcodes(203, 2).count("4019294847"), 1u);
}

}  // namespace
}  // namespace curante::documents
