// SPDX-License-Identifier: Apache-2.0
#include "audit_writer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>

#include "curante/testing/caller.hpp"

namespace curante::audit {
namespace {

using curante::testing::code_of;

Record record(const std::string& action) {
  Record it;
  it.entry.action = action;
  return it;
}

/// A log in memory that can be made to refuse.
struct Shelf {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> actions;
  int batches = 0;
  bool refuses = false;

  AuditWriter::Append append() {
    return [this](const std::vector<Record>& batch) {
      const std::lock_guard lock(mutex);
      ++batches;
      changed.notify_all();
      if (refuses) throw std::runtime_error("full");
      for (const Record& it : batch) actions.push_back(it.entry.action);
    };
  }
  size_t count() {
    const std::lock_guard lock(mutex);
    return actions.size();
  }
};

void silent(const std::string&) {}

TEST(AuditWriter, AWrittenCallIsThereOnReturn) {
  Shelf shelf;
  AuditWriter writer(shelf.append(), silent);
  writer.now(record("issue"));
  EXPECT_EQ(shelf.actions, std::vector<std::string>{"issue"});
}

TEST(AuditWriter, ReadsGatherInOneBatchAndKeepTheirOrder) {
  Shelf shelf;
  AuditWriter writer(shelf.append(), silent);
  for (int i = 0; i < 20; ++i) writer.later(record(std::to_string(i)));
  std::unique_lock lock(shelf.mutex);
  ASSERT_TRUE(shelf.changed.wait_for(lock, std::chrono::seconds(10),
                                     [&] { return shelf.actions.size() == 20; }));
  EXPECT_LE(shelf.batches, 2);
  EXPECT_EQ(shelf.actions.front(), "0");
  EXPECT_EQ(shelf.actions.back(), "19");
}

TEST(AuditWriter, WhoComesWhileOneWritesIsWrittenTogetherWithAllThatWait) {
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
  std::vector<size_t> batches;
  AuditWriter writer(
      [&](const std::vector<Record>& batch) {
        std::unique_lock lock(mutex);
        batches.push_back(batch.size());
        changed.notify_all();
        changed.wait(lock, [&] { return open; });
      },
      silent);
  std::thread first([&] { writer.now(record("first")); });
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return batches.size() == 1; });
  }
  for (int i = 0; i < 5; ++i) writer.later(record("waits"));
  std::thread second([&] { writer.now(record("second")); });
  {
    const std::lock_guard lock(mutex);
    open = true;
  }
  changed.notify_all();
  first.join();
  second.join();
  EXPECT_EQ(std::accumulate(batches.begin(), batches.end(), size_t{0}), 7U);
  EXPECT_LE(batches.size(), 3U);
}

TEST(AuditWriter, WritesWhatWaitsWhenItStops) {
  Shelf shelf;
  AuditWriter writer(shelf.append(), silent);
  writer.later(record("read"));
  writer.stop();
  EXPECT_EQ(shelf.count(), 1U);
  EXPECT_EQ(code_of([&] { writer.now(record("late")); }), "audit-stopped");
}

TEST(AuditWriter, KeepsWhatTheLogRefusesAndWritesItLaterOnce) {
  Shelf shelf;
  shelf.refuses = true;
  std::atomic<int> warnings = 0;
  AuditWriter writer(shelf.append(), [&](const std::string&) { ++warnings; });
  EXPECT_EQ(code_of([&] { writer.now(record("issue")); }), "audit-delayed");
  EXPECT_GE(warnings, 1);
  std::unique_lock lock(shelf.mutex);
  shelf.refuses = false;
  ASSERT_TRUE(shelf.changed.wait_for(lock, std::chrono::seconds(10),
                                     [&] { return !shelf.actions.empty(); }));
  lock.unlock();
  writer.stop();
  EXPECT_EQ(shelf.actions, std::vector<std::string>{"issue"});
}

}  // namespace
}  // namespace curante::audit
