// SPDX-License-Identifier: Apache-2.0
// A frame is ended soon after it was begun, and all of them together fit into little memory.
#include "isolation/wire.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <future>
#include <thread>

namespace curante::isolation {
namespace {

using std::chrono::milliseconds;

constexpr size_t mib = 1 << 20;

/// One who trusts, and one who does not.
class WireTest : public testing::Test {
 protected:
  struct Pair {
    explicit Pair(FrameBudget* budget) {
      auto [one, other] = socket_pair();
      raw = one.get();
      theirs = std::make_unique<Wire>(std::move(one));
      ours = std::make_unique<Wire>(std::move(other), budget);
    }
    void send(size_t size) {
      OctetWriter out = begin_frame(theirs->out(), FrameKind::call, 1);
      out.encoded(std::string(size, 'x'));
      theirs->send(no_limit - std::chrono::hours(1));
    }
    /// The length, and a bit more.
    void begin(uint32_t size) {
      std::string octets(100, 'x');
      std::memcpy(octets.data(), &size, sizeof size);
      ASSERT_EQ(::send(raw, octets.data(), octets.size(), MSG_NOSIGNAL), 100);
    }
    size_t receive() { return ours->receive(no_limit).body.size(); }

    int raw = -1;
    std::unique_ptr<Wire> theirs, ours;
  };
  static std::string fault_of(const std::function<void()>& run) {
    try {
      run();
      return "none";
    } catch (const Breach& e) {
      return e.code + ": " + e.what();
    } catch (const Disconnected&) {
      return "disconnected";
    } catch (const TimeLimit&) {
      return "time limit";
    }
  }
};

TEST_F(WireTest, AFrameThatIsBegunEnds) {
  FrameBudget budget({128 * mib, milliseconds(50)});
  for (const uint32_t size : {1000u, 64u << 20}) {
    Pair pair(&budget);
    pair.begin(size);
    EXPECT_EQ(fault_of([&] { pair.receive(); }),
              "frame-malformed: a frame was begun and does not end");
  }
}

TEST_F(WireTest, NorDoesTheSecondOne) {
  FrameBudget budget({128 * mib, milliseconds(50)});
  Pair pair(&budget);
  pair.send(3);
  pair.begin(1000);
  EXPECT_EQ(pair.receive(), 3u);
  EXPECT_EQ(fault_of([&] { pair.receive(); }),
            "frame-malformed: a frame was begun and does not end");
}

TEST_F(WireTest, TheCallersLimitStaysTheCallers) {
  FrameBudget budget({128 * mib, std::chrono::minutes(10)});
  Pair pair(&budget);
  EXPECT_EQ(fault_of([&] { pair.ours->receive(Clock::now() + milliseconds(20)); }), "time limit");
  pair.begin(1000);
  EXPECT_EQ(fault_of([&] { pair.ours->receive(Clock::now() + milliseconds(20)); }), "time limit");
}

TEST_F(WireTest, LargeFramesShareABudget) {
  FrameBudget budget({100 * mib, std::chrono::minutes(10)});
  Pair one(&budget), other(&budget);
  std::jthread sending([&] { one.send(60 * mib); });
  EXPECT_EQ(one.receive(), 60 * mib);
  auto second = std::async(std::launch::async, [&] { return other.receive(); });
  std::jthread sending_more([&] { other.send(60 * mib); });
  EXPECT_EQ(second.wait_for(milliseconds(50)), std::future_status::timeout) << "there is no room";
  one.ours->rest();
  EXPECT_EQ(second.get(), 60 * mib);
}

TEST_F(WireTest, WhatFindsNoRoomInTimeIsRefused) {
  FrameBudget budget({100 * mib, std::chrono::seconds(5)});
  Pair one(&budget), other(&budget), small(&budget);
  std::jthread sending([&] { one.send(60 * mib); });
  EXPECT_EQ(one.receive(), 60 * mib);
  other.begin(60 * mib);
  EXPECT_EQ(fault_of([&] { other.receive(); }),
            "call-too-large: what it sends at once is more than 100 MiB");
  std::jthread sending_less([&] { small.send(mib / 2); });
  EXPECT_EQ(small.receive(), mib / 2) << "in nobody's way";
}

TEST_F(WireTest, RoomIsGivenBackWithItsWire) {
  FrameBudget budget({64 * mib + 100, std::chrono::minutes(10)});
  for (int i = 0; i < 3; ++i) {
    Pair pair(&budget);
    std::jthread sending([&] { pair.send(60 * mib); });
    EXPECT_EQ(pair.receive(), 60 * mib);
  }
}

TEST_F(WireTest, NobodyWaitsForRoomWhenItIsOver) {
  FrameBudget budget({100 * mib, std::chrono::minutes(10)});
  Pair one(&budget), other(&budget);
  std::jthread sending([&] { one.send(60 * mib); });
  EXPECT_EQ(one.receive(), 60 * mib);
  other.begin(60 * mib);
  auto waiting = std::async(std::launch::async, [&] { return fault_of([&] { other.receive(); }); });
  budget.close();
  EXPECT_EQ(waiting.get(), "disconnected");
}

}  // namespace
}  // namespace curante::isolation
