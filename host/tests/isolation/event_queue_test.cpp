// SPDX-License-Identifier: Apache-2.0
// Who publishes leaves an event and goes on; what finds no room is missed, and that is told once.
#include "isolation/event_queue.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace curante::isolation {
namespace {

namespace json = boost::json;

constexpr auto long_enough = std::chrono::minutes(10);

class EventQueueTest : public testing::Test {
 protected:
  EventQueueTest() { context_.deadline_ns = 1; }
  ~EventQueueTest() override { end(); }

  void work() {
    thread_ = std::thread([this] { queue_.work(); });
  }
  void end() {
    release();
    queue_.close(long_enough);
    if (thread_.joinable()) thread_.join();
  }
  void put(int number) { queue_.put(context_, "told/" + std::to_string(number), number); }
  /// From now on whoever is told something keeps nobody waiting.
  void release() {
    if (!std::exchange(released_, true)) go_.set_value();
  }
  void wait_for(size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, long_enough, [&] { return told_.size() >= count; }));
  }
  static size_t count(const std::string& text, const std::string& part) {
    size_t found = 0;
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
      ++found;
    return found;
  }

  curante_context context_;
  std::promise<void> go_;
  std::shared_future<void> gone_ = go_.get_future().share();
  bool released_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> told_;
  std::string refusal_;  ///< what being told gives
  kernel::Log log_{CURANTE_LOG_WARNING};
  EventQueue queue_{log_, "it.slow", [this](const EventQueue::Told& it) {
                      EXPECT_EQ(it.context.deadline_ns, 0) << "the publisher's, not the hearer's";
                      bool first = false;
                      {
                        const std::lock_guard lock(mutex_);
                        first = told_.empty();
                        told_.push_back(it.event);
                        changed_.notify_all();
                      }
                      if (first) gone_.wait();
                      return refusal_;
                    }};
  std::thread thread_;
};

TEST_F(EventQueueTest, TellsInOrder) {
  release();
  work();
  std::vector<std::string> all;
  for (int i = 0; i < 500; ++i) {
    put(i);
    all.push_back("told/" + std::to_string(i));
  }
  wait_for(500);
  EXPECT_EQ(told_, all);
  EXPECT_EQ(queue_.missed(), 0u);
}

TEST_F(EventQueueTest, MissesWhatFindsNoRoomAndSaysSoOnce) {
  testing::internal::CaptureStderr();
  constexpr int more = 20;
  for (int i = 0; i < static_cast<int>(EventQueue::most_events) + more; ++i) put(i);
  EXPECT_EQ(queue_.missed(), static_cast<size_t>(more));
  release();
  work();
  wait_for(EventQueue::most_events);
  end();
  EXPECT_EQ(told_.size(), EventQueue::most_events);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(count(log, "it.slow missed events: told/1000 is the first, too many wait for it"), 1u)
      << log;
  EXPECT_LE(count(log, "missed events"), 2u) << log;
}

TEST_F(EventQueueTest, SaysWhenItHearsAgain) {
  testing::internal::CaptureStderr();
  for (size_t i = 0; i < EventQueue::most_events + 2; ++i) put(1);
  release();
  work();
  wait_for(EventQueue::most_events);
  put(2);
  wait_for(EventQueue::most_events + 1);
  end();
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(count(log, "missed events: 2 in all; it hears them again"), 1u) << log;
}

TEST_F(EventQueueTest, HoldsFewOctets) {
  const json::value large(std::string(1 << 20, 'x'));
  for (int i = 0; i < 10; ++i) queue_.put(context_, "large/1", large);
  EXPECT_EQ(queue_.missed(), 7u);
}

TEST_F(EventQueueTest, MissesWhatCannotBeTold) {
  testing::internal::CaptureStderr();
  refusal_ = "it does not run";
  release();
  work();
  for (int i = 0; i < 50; ++i) put(i);
  wait_for(50);
  end();
  EXPECT_GE(queue_.missed(), 49u);  // the last one perhaps after its end
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(count(log, "missed events: told/0 is the first, it does not run"), 1u) << log;
  EXPECT_EQ(count(log, "missed events"), 1u) << log;
}

TEST_F(EventQueueTest, ClosesWithoutWhatWaits) {
  work();
  for (int i = 0; i < 10; ++i) put(i);
  wait_for(1);
  EXPECT_FALSE(queue_.close({})) << "the first is being told";
  put(11);
  end();
  EXPECT_EQ(told_, std::vector<std::string>{"told/0"});
  EXPECT_TRUE(queue_.close({}));
}

}  // namespace
}  // namespace curante::isolation
