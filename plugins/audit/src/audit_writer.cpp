// SPDX-License-Identifier: Apache-2.0
#include "audit_writer.hpp"

#include <chrono>

#include "curante/error.hpp"

namespace curante::audit {

using namespace std::chrono_literals;

namespace {
constexpr size_t most_waiting = 50'000;
constexpr auto longest_delay = 200ms;
}  // namespace

AuditWriter::AuditWriter(Append append, Warn warn)
    : append_(std::move(append)), warn_(std::move(warn)), thread_([this] { work(); }) {}

void AuditWriter::later(Record record) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < most_waiting && !stopping_) {
      waiting_.push_back(std::move(record));
      ++given_;
      if (waiting_.size() == 1) came_.notify_one();
      return;
    }
  }
  now(std::move(record));
}

void AuditWriter::now(Record record) {
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) {
    throw Error("audit-stopped", "il registro degli accessi è fermo", "riavviare il programma");
  }
  waiting_.push_back(std::move(record));
  const uint64_t mine = ++given_;
  urgent_ = true;
  came_.notify_one();
  written_.wait(lock, [&] { return done_ >= mine || failed_ >= mine; });
  if (done_ >= mine) return;
  throw Error("audit-delayed", "il registro degli accessi non si può scrivere adesso",
              "la voce resta in memoria e sarà scritta appena la base dati risponde");
}

void AuditWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  came_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void AuditWriter::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    came_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (!urgent_ && !stopping_) {
      came_.wait_for(lock, longest_delay, [&] { return urgent_ || stopping_; });
    }
    if (waiting_.empty()) return;  // stopping, and all is written
    const std::vector<Record> batch = std::move(waiting_);
    waiting_.clear();
    urgent_ = false;
    const uint64_t upto = given_;
    lock.unlock();
    const bool good = write(batch);
    lock.lock();
    (good ? done_ : failed_) = upto;
    written_.notify_all();
    if (good) continue;
    waiting_.insert(waiting_.begin(), batch.begin(), batch.end());
    if (stopping_) {
      warn_(std::to_string(waiting_.size()) + " entries of the log could not be written");
      return;
    }
    came_.wait_for(lock, longest_delay, [&] { return stopping_; });
  }
}

bool AuditWriter::write(const std::vector<Record>& batch) {
  try {
    append_(batch);
    return true;
  } catch (const std::exception& e) {
    const std::string reason = e.what();
    warn_("the log of accesses waits: " + reason.substr(0, reason.find('\n')));
    return false;
  }
}

}  // namespace curante::audit
