// SPDX-License-Identifier: Apache-2.0
#include "elf/elf_sections.hpp"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "curante/error.hpp"

namespace curante::kernel {

namespace {

#if defined(__x86_64__)
constexpr uint16_t this_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr uint16_t this_machine = EM_AARCH64;
#else
#error "name this machine's ELF number"
#endif

class Reader {
 public:
  explicit Reader(std::span<const unsigned char> bytes) : bytes_(bytes) {}

  template <class T>
  T at(uint64_t offset) const {
    if (offset > bytes_.size() || sizeof(T) > bytes_.size() - offset) truncated();
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }
  std::span<const unsigned char> range(uint64_t offset, uint64_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) truncated();
    return bytes_.subspan(offset, size);
  }
  static std::string_view text(std::span<const unsigned char> table, uint64_t offset) {
    constexpr size_t longest = 255;  // of a section or a library that anybody would name so
    if (offset >= table.size()) return {};
    const char* start = reinterpret_cast<const char*>(table.data()) + offset;
    return {start, strnlen(start, std::min(longest, table.size() - offset))};
  }
  [[noreturn]] static void truncated() {
    throw Error("library-truncated", "the library is cut off or damaged",
                "copy or install it again");
  }

 private:
  std::span<const unsigned char> bytes_;
};

void check_header(std::span<const unsigned char> bytes) {
  if (bytes.size() < 4 || std::memcmp(bytes.data(), ELFMAG, 4) != 0) {
    throw Error("library-not-elf", "the file is no shared library",
                "name the .so file that curante_add_plugin() made");
  }
  const auto header = Reader(bytes).at<Elf64_Ehdr>(0);
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
      header.e_machine != this_machine || header.e_type != ET_DYN) {
    throw Error("library-other-machine", "the library was made for another kind of machine",
                "rebuild it on this machine");
  }
}

/// Entries that have a library loaded without needing it.
bool implies(int64_t tag) {
  return tag == DT_AUXILIARY || tag == DT_FILTER || tag == DT_AUDIT || tag == DT_DEPAUDIT;
}

/// What the loader will see: it goes by program headers and addresses, not by sections, and a
/// library may say one thing there and another here.
class LoadedView {
 public:
  LoadedView(const Reader& file, const Elf64_Ehdr& header) : file_(file) {
    if (header.e_phnum != 0 && header.e_phentsize != sizeof(Elf64_Phdr)) Reader::truncated();
    for (uint64_t i = 0; i < header.e_phnum; ++i) {
      segments_.push_back(file.at<Elf64_Phdr>(header.e_phoff + i * sizeof(Elf64_Phdr)));
    }
  }

  void read_dynamic(ElfFacts& facts) const {
    for (const Elf64_Phdr& it : segments_) {
      if (it.p_type == PT_DYNAMIC) read_dynamic(mapped(it.p_vaddr, it.p_filesz), facts);
    }
  }

 private:
  std::span<const unsigned char> mapped(uint64_t address, uint64_t size) const {
    const Elf64_Phdr* found = nullptr;
    for (const Elf64_Phdr& it : segments_) {
      const bool holds = it.p_type == PT_LOAD && address >= it.p_vaddr &&
                         address - it.p_vaddr <= it.p_filesz &&
                         size <= it.p_filesz - (address - it.p_vaddr);
      if (holds) found = &it;  // a later mapping covers an earlier one
    }
    if (found == nullptr) Reader::truncated();
    return file_.range(found->p_offset + (address - found->p_vaddr), size);
  }

  void read_dynamic(std::span<const unsigned char> dynamic, ElfFacts& facts) const {
    const Reader reader(dynamic);
    uint64_t names_at = 0, names_size = 0;
    std::vector<uint64_t> needed, implied;
    // The loader goes on to the end mark wherever it is: reading past the end says it is missing.
    for (uint64_t at = 0;; at += sizeof(Elf64_Dyn)) {
      const auto entry = reader.at<Elf64_Dyn>(at);
      if (entry.d_tag == DT_NULL) break;
      if (entry.d_tag == DT_STRTAB) names_at = entry.d_un.d_ptr;
      if (entry.d_tag == DT_STRSZ) names_size = entry.d_un.d_val;
      if (entry.d_tag == DT_NEEDED) needed.push_back(entry.d_un.d_val);
      if (implies(entry.d_tag)) implied.push_back(entry.d_un.d_val);
      if (entry.d_tag == DT_RPATH || entry.d_tag == DT_RUNPATH) facts.has_run_path = true;
    }
    const auto names = mapped(names_at, names_size);
    for (const uint64_t name : needed) facts.needed.emplace_back(Reader::text(names, name));
    for (const uint64_t name : implied) facts.implied.emplace_back(Reader::text(names, name));
  }

  const Reader& file_;
  std::vector<Elf64_Phdr> segments_;
};

bool defines_entry(std::span<const unsigned char> symbols, std::span<const unsigned char> names) {
  constexpr std::string_view entry("curante_plugin_entry", sizeof "curante_plugin_entry");
  const Reader reader(symbols);
  for (uint64_t at = 0; at + sizeof(Elf64_Sym) <= symbols.size(); at += sizeof(Elf64_Sym)) {
    const auto symbol = reader.at<Elf64_Sym>(at);
    if (symbol.st_shndx == SHN_UNDEF || ELF64_ST_BIND(symbol.st_info) == STB_LOCAL) continue;
    if (symbol.st_name > names.size() || names.size() - symbol.st_name < entry.size()) continue;
    if (std::memcmp(names.data() + symbol.st_name, entry.data(), entry.size()) == 0) return true;
  }
  return false;
}

}  // namespace

ElfFacts read_elf(std::span<const unsigned char> bytes) {
  check_header(bytes);
  const Reader reader(bytes);
  const auto header = reader.at<Elf64_Ehdr>(0);
  const auto section = [&](uint64_t index) {
    if (index >= header.e_shnum) Reader::truncated();
    return reader.at<Elf64_Shdr>(header.e_shoff + index * sizeof(Elf64_Shdr));
  };
  ElfFacts facts;
  if (header.e_shnum == 0 || header.e_shentsize != sizeof(Elf64_Shdr)) Reader::truncated();
  const auto names_at = section(header.e_shstrndx);
  const auto names = reader.range(names_at.sh_offset, names_at.sh_size);
  for (uint64_t i = 0; i < header.e_shnum; ++i) {
    const auto it = section(i);
    if (it.sh_type == SHT_NULL || it.sh_type == SHT_NOBITS) continue;
    const auto content = reader.range(it.sh_offset, it.sh_size);
    const std::string_view name = Reader::text(names, it.sh_name);
    if (name.starts_with(".curante.")) facts.sections.emplace(name, content);
    if (it.sh_type != SHT_DYNSYM) continue;
    const auto linked = section(it.sh_link);
    facts.exports_entry |= defines_entry(content, reader.range(linked.sh_offset, linked.sh_size));
  }
  LoadedView(reader, header).read_dynamic(facts);
  return facts;
}

}  // namespace curante::kernel
