// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "curante/bytes.hpp"

namespace curante::documents {

/// A word as a reader sees it, in points from the page's top left.
struct Word {
  double left, top, right, bottom;
  std::string text;
};

/// A PDF read back by programs that know nothing of how it was made: poppler and zbar.
class RenderedPdf {
 public:
  explicit RenderedPdf(const Bytes& pdf) {
    char name[] = "/tmp/curante-pdf-XXXXXX";
    folder_ = mkdtemp(name);
    std::ofstream(path(), std::ios::binary)
        .write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
  }
  RenderedPdf(const RenderedPdf&) = delete;
  RenderedPdf& operator=(const RenderedPdf&) = delete;
  ~RenderedPdf() { std::filesystem::remove_all(folder_); }

  std::string text() const { return run("pdftotext -layout " + path() + " -"); }

  /// Words of the first page, with their boxes.
  std::vector<Word> words() const {
    std::vector<Word> all;
    const std::string html = run("pdftotext -l 1 -bbox " + path() + " -");
    for (size_t at = html.find("<word "); at != std::string::npos;
         at = html.find("<word ", at + 1)) {
      Word word;
      int used = 0;
      std::sscanf(html.c_str() + at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%n",
                  &word.left, &word.top, &word.right, &word.bottom, &used);
      const size_t from = at + static_cast<size_t>(used);
      word.text = html.substr(from, html.find("</word>", from) - from);
      all.push_back(word);
    }
    return all;
  }

  /// What a scanner reads from the printed page.
  std::multiset<std::string> barcodes(int dots_per_inch, int page = 1) const {
    const std::string number = std::to_string(page);
    run("pdftoppm -png -r " + std::to_string(dots_per_inch) + " -f " + number + " -l " + number +
        " -singlefile " + path() + " " + folder_ + "/page");
    const std::string found =
        run("zbarimg -q --nodbus --raw -Sdisable -Scode39.enable " + folder_ + "/page.png");
    std::multiset<std::string> codes;
    for (size_t from = 0, to; (to = found.find('\n', from)) != std::string::npos; from = to + 1) {
      codes.insert(found.substr(from, to - from));
    }
    return codes;
  }

  int pages() const {
    const std::string facts = run("pdfinfo " + path());
    const size_t at = facts.find("Pages:");
    return at == std::string::npos ? 0 : std::atoi(facts.c_str() + at + 6);
  }
  std::string fonts() const { return run("pdffonts " + path()); }
  std::string facts() const { return run("pdfinfo " + path()); }

 private:
  std::string path() const { return folder_ + "/document.pdf"; }

  static std::string run(const std::string& command) {
    std::string out;
    std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
    pclose(pipe);
    return out;
  }

  std::string folder_;
};

inline Bytes file_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

}  // namespace curante::documents
