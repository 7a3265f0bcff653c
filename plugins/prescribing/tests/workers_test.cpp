// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>

#include "room.hpp"

namespace curante::prescribing {

class WorkersTest : public RoomTest {
 protected:
  ~WorkersTest() override { workers_.stop(); }
  int64_t told(State state) {
    std::set<std::string> recipes;
    for (const RecipeChanged& event : events_) {
      if (event.state == state) recipes.insert(event.recipe.value());
    }
    return static_cast<int64_t>(recipes.size());
  }

  /// No submission ends before as many are under way at once.
  void submitted_only_together(int count) {
    neighbours_.submit = [this, count](const CallContext&, const recipe_transmitter::Submit& call) {
      std::unique_lock lock(door_);
      ++inside_;
      all_there_.notify_all();
      EXPECT_TRUE(
          all_there_.wait_for(lock, std::chrono::seconds(20), [&] { return inside_ == count; }));
      lock.unlock();
      return channel_.submit(call.recipe);
    };
  }

  std::mutex door_;
  std::condition_variable all_there_;
  int inside_ = 0;
  OutboxWorkers workers_{host_, outbox_, delivery_, neighbours_};
};

TEST_F(WorkersTest, TwoWorkersSendEachOfSixtyOnce) {
  workers_.start(2);
  for (int i = 1; i <= 60; ++i) {
    issue(draft(i));
    workers_.wake();
  }
  EXPECT_TRUE(until([&] { return told(State::accepted) == 60; }));
  auto order = channel_.submitted();
  EXPECT_EQ(order.size(), 60u) << "each was sent once";
  std::sort(order.begin(), order.end());
  EXPECT_EQ(std::unique(order.begin(), order.end()), order.end());
}

TEST_F(WorkersTest, OneDoctorsRecipesLeaveInOrder) {
  std::vector<std::string> issued;
  for (int i = 1; i <= 30; ++i) issued.push_back(issue(draft(i)).recipes[0].id.value());
  workers_.start(2);
  EXPECT_TRUE(until([&] { return told(State::accepted) == 30; }));
  EXPECT_EQ(channel_.submitted(), issued);
}

TEST_F(WorkersTest, ADoctorsRecipesForSeveralPatientsDoNotWaitForEachOther) {
  for (int i = 1; i <= 4; ++i) issue(draft(i));
  sql("update outbox set patient = gen_random_uuid()");
  submitted_only_together(4);
  workers_.start(4);
  EXPECT_TRUE(until([&] { return told(State::accepted) == 4; }));
}

TEST_F(WorkersTest, RandomFaultsLoseNothingAndDoubleNothing) {
  std::mt19937 random(7);
  std::vector<Outcome> script;
  for (int i = 0; i < 60; ++i) {
    script.push_back(random() % 2 ? Outcome::uncertain : Outcome::unreachable);
  }
  channel_.answer(script);
  for (int i = 1; i <= 40; ++i) issue(draft(i));
  workers_.start(2);
  // The service "comes back" again and again, so that no test waits for the real back-off.
  std::atomic<bool> done = false;
  std::thread health([&] {
    std::unique_lock lock(mutex_);
    while (!done) {
      told_.wait_for(lock, std::chrono::milliseconds(20));
      lock.unlock();
      workers_.service_is_back();
      lock.lock();
    }
  });
  EXPECT_TRUE(until([&] { return told(State::accepted) == 40; }));
  done = true;
  health.join();
  workers_.stop();
  EXPECT_EQ(channel_.held.size(), 40u);
  const auto order = channel_.submitted();
  EXPECT_EQ(std::set<std::string>(order.begin(), order.end()).size(), 40u);
}

TEST_F(WorkersTest, WhatNobodyWokeThemForIsSentAllTheSame) {
  OutboxWorkers workers(host_, outbox_, delivery_, neighbours_, {[] {}, 50});
  workers.start(2);
  // Each has found nothing to do and sleeps; another host queues a recipe, and dies before it
  // wakes.
  for (int number = 1; number <= 3; ++number) {
    issue(draft(number));
    EXPECT_TRUE(until([&] { return told(State::accepted) == number; }));
  }
}

TEST_F(WorkersTest, TheRoundIsMadeAgainAndAgainByOneAtATime) {
  std::atomic<int> rounds = 0, inside = 0, most = 0;
  const auto round = [&] {
    most = std::max(most.load(), ++inside);
    --inside;
    const std::lock_guard lock(mutex_);
    ++rounds;
    told_.notify_all();
  };
  OutboxWorkers workers(host_, outbox_, delivery_, neighbours_, {round, 20});
  workers.start(3);
  EXPECT_TRUE(until([&] { return rounds >= 5; }));
  workers.stop();
  EXPECT_EQ(most, 1);
}

TEST_F(WorkersTest, ServiceBackWakesAtOnce) {
  channel_.answer({Outcome::unreachable});
  const Prescription issued = issue(draft(1));
  workers_.start(2);
  EXPECT_TRUE(until([&] { return !events_.empty() && !events_.back().problem.empty(); }));
  // Far in the future: only the event can bring it back.
  sql("update outbox set due = clock_timestamp() + interval '1 hour'");
  workers_.service_is_back();
  EXPECT_TRUE(until([&] { return told(State::accepted) == 1; }));
}

TEST_F(WorkersTest, NobodySleepsWhileOthersCannotDoItAllAlone) {
  for (int i = 1; i <= 4; ++i) issue(draft(i));
  // All are to sleep until then, and one alone learns that it need not be so late.
  sql("update outbox set patient = gen_random_uuid(), due = clock_timestamp() + interval '1 hour'");
  submitted_only_together(4);
  workers_.start(4);
  workers_.service_is_back();
  EXPECT_TRUE(until([&] { return told(State::accepted) == 4; }));
}

TEST_F(WorkersTest, SavedCredentialsResumeWhatWaitedForThem) {
  channel_.answer({Outcome::needs_credentials});
  issue(draft(1));
  workers_.start(2);
  EXPECT_TRUE(until([&] { return told(State::attention) == 1; }));
  workers_.resume(sample::doctor_id);
  EXPECT_TRUE(until([&] { return told(State::accepted) == 1; }));
}

TEST_F(WorkersTest, StopLeavesTheRestInTheOutbox) {
  for (int i = 1; i <= 5; ++i) issue(draft(i));
  workers_.start(1);
  workers_.stop();
  EXPECT_EQ(outbox_rows() + static_cast<int64_t>(channel_.held.size()), 5);
  workers_.start(1);
  EXPECT_TRUE(until([&] { return told(State::accepted) == 5; }));
}

}  // namespace curante::prescribing
