// SPDX-License-Identifier: Apache-2.0
#include "curante/postgres/ledger_shadow.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "curante/error.hpp"

namespace curante::postgres {

namespace {

// No lot is called so. What follows is no number, so that an older program passes over the line.
constexpr const char* id_word = "file";

[[noreturn]] void fail(const std::string& file, const char* what) {
  throw Error("ledger-file",
              "il registro dei numeri di ricetta " + file + " " + what + ": " + strerror(errno),
              "rendere scrivibile la cartella che lo contiene, o indicarne un'altra "
              "nell'impostazione ledger_file");
}

void write_whole(int descriptor, const std::string& text, const std::string& file) {
  if (write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    fail(file, "non si può scrivere");
  }
}

std::string line_of(const std::string& prefix, int64_t next) {
  return prefix + " " + std::to_string(next) + "\n";
}

}  // namespace

LedgerShadow::LedgerShadow(std::string file, const std::string& name) : file_(std::move(file)) {
  read();
  was_nameless_ = id_.empty() && !reach_.empty();
  if (id_.empty()) id_ = name;
  rewrite();
}

LedgerShadow::~LedgerShadow() {
  if (descriptor_ >= 0) close(descriptor_);
}

void LedgerShadow::read() {
  std::ifstream in(file_);
  std::string line;
  while (std::getline(in, line)) {
    if (in.eof()) break;  // no line break: the machine stopped in the midst of it
    std::istringstream words(line);
    std::string prefix;
    int64_t next = 0;
    words >> prefix;
    if (prefix == id_word) {
      words >> id_;
    } else if (words >> next && next > reach_[prefix]) {
      reach_[prefix] = next;
    }
  }
}

/// One line a lot; then lines are appended. A crash leaves the old file or the new one.
void LedgerShadow::rewrite() {
  const std::string fresh = file_ + ".new";
  const int descriptor =
      open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) fail(file_, "non si può scrivere");
  descriptor_ = descriptor;
  std::string text;
  if (!id_.empty()) text = std::string(id_word) + " " + id_ + "\n";
  for (const auto& [prefix, next] : reach_) text += line_of(prefix, next);
  write_whole(descriptor, text, file_);
  if (fsync(descriptor) != 0 || rename(fresh.c_str(), file_.c_str()) != 0) {
    fail(file_, "non si può scrivere");
  }
}

void LedgerShadow::reached(const std::string& prefix, int64_t next) {
  const std::lock_guard lock(mutex_);
  int64_t& known = reach_[prefix];
  if (next <= known) return;
  write_whole(descriptor_, line_of(prefix, next), file_);
  known = next;
  dirty_ = true;
}

int64_t LedgerShadow::reach(const std::string& prefix) const {
  const std::lock_guard lock(mutex_);
  const auto found = reach_.find(prefix);
  return found == reach_.end() ? 0 : found->second;
}

std::map<std::string, int64_t> LedgerShadow::all() const {
  const std::lock_guard lock(mutex_);
  return reach_;
}

void LedgerShadow::sync() {
  const std::lock_guard lock(mutex_);
  if (dirty_ && fdatasync(descriptor_) != 0) fail(file_, "non si può scrivere");
  dirty_ = false;
}

}  // namespace curante::postgres
