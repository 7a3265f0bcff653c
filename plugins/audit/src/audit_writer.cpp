// SPDX-License-Identifier: Apache-2.0
#include "audit_writer.hpp"

#include <chrono>
#include <utility>

#include "curante/error.hpp"
#include "curante/fault.hpp"

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
  Lock lock(mutex_);
  if (ended_) {
    throw Error("audit-stopped", "il registro degli accessi è fermo", "riavviare il programma");
  }
  waiting_.push_back(std::move(record));
  const uint64_t mine = ++given_;
  while (done_ < mine && failed_ < mine) {
    if (writing_) {
      written_.wait(lock);
    } else {
      write_waiting(lock);
    }
  }
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
  Lock lock(mutex_);
  while (!ended_) {
    came_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    came_.wait_for(lock, longest_delay, [&] { return stopping_; });
    written_.wait(lock, [&] { return !writing_; });
    const bool last = stopping_;
    if (!waiting_.empty()) write_waiting(lock);
    if (last && !waiting_.empty()) {
      warn_(std::to_string(waiting_.size()) + " entries of the log could not be written");
    }
    ended_ = last;
  }
}

void AuditWriter::write_waiting(Lock& lock) {
  const std::vector<Record> batch = std::exchange(waiting_, {});
  const uint64_t upto = given_;
  writing_ = true;
  lock.unlock();
  const bool good = write(batch);
  lock.lock();
  writing_ = false;
  (good ? done_ : failed_) = upto;
  if (!good) waiting_.insert(waiting_.begin(), batch.begin(), batch.end());
  written_.notify_all();
  came_.notify_one();
}

bool AuditWriter::write(const std::vector<Record>& batch) {
  try {
    append_(batch);
    return true;
  } catch (const std::exception& e) {
    warn_("the log of accesses waits: " + fault_of(e));
    return false;
  }
}

}  // namespace curante::audit
