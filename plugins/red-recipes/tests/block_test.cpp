// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <thread>

#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;

class BlockTest : public RedRoomTest {};

constexpr const char* pad = "120261234567008";

TEST_F(BlockTest, NumbersGoUpAndEnd) {
  add_printer("rossa");
  EXPECT_EQ(set_block("rossa", "120261234567985").left, 2);
  EXPECT_EQ(print(1).code, "120261234567985");
  EXPECT_EQ(print(2).code, "120261234567996");
  EXPECT_EQ(code_of([&] { print(3); }), "block-exhausted");
  const Block block = ask(ListBlocks{}).blocks.at(0);
  EXPECT_EQ(block.left, 0);
  EXPECT_EQ(block.next_code, "");
  set_block("rossa", "120267654321008");
  EXPECT_EQ(print(3).code, "120267654321008");
}

TEST_F(BlockTest, APadThatLiesUpsideDownCountsDown) {
  add_printer("rossa");
  EXPECT_EQ(set_block("rossa", "120261234567996", true).left, 100);
  EXPECT_EQ(print(1).code, "120261234567996");
  EXPECT_EQ(print(2).code, "120261234567985");
  set_block("rossa", "120267654321019", true);
  EXPECT_EQ(print(3).code, "120267654321019");
  EXPECT_EQ(print(4).code, "120267654321008");
  EXPECT_EQ(code_of([&] { print(5); }), "block-exhausted");
}

TEST_F(BlockTest, ANumberIsNeverUsedAgain) {
  add_printer("rossa");
  add_printer("altra");
  set_block("rossa", pad);
  print(1, "rossa");
  EXPECT_EQ(code_of([&] { set_block("rossa", pad); }), "block-overlaps");
  EXPECT_EQ(code_of([&] { set_block("altra", "120261234567503"); }), "block-overlaps");
  EXPECT_EQ(code_of([&] { set_block("altra", "120261234567996", true); }), "block-overlaps");
  // Taken out of the first printer, what is left of the pad may go into another one.
  set_block("rossa", "120267654321008");
  EXPECT_EQ(code_of([&] { set_block("altra", pad); }), "block-overlaps");
  EXPECT_EQ(set_block("altra", "120261234567019").next_code, "120261234567019");
}

TEST_F(BlockTest, EnteringTheSamePadAgainChangesNothing) {
  add_printer("rossa");
  set_block("rossa", pad);
  EXPECT_EQ(set_block("rossa", pad).left, 100);
  EXPECT_EQ(count("select count(*) from block"), 1);
}

TEST_F(BlockTest, TwoHostsGiveNoNumberTwice) {
  add_printer("rossa");
  set_block("rossa", pad);
  std::set<std::string> codes;
  std::mutex mutex;
  std::vector<std::thread> hosts;
  for (int host = 0; host < 4; ++host) {
    hosts.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        pool_.write([&](pqxx::transaction_base& tx) {
          const std::string code = BlockStore::take(tx, "1", doctor_id, "rossa");
          const std::lock_guard lock(mutex);
          codes.insert(code);
        });
      }
    });
  }
  for (auto& host : hosts) host.join();
  EXPECT_EQ(codes.size(), 100u);
}

TEST_F(BlockTest, WhatIsMissingIsSaid) {
  EXPECT_EQ(code_of([&] { print(1); }), "printer-unknown");
  EXPECT_EQ(code_of([&] { set_block("rossa", pad); }), "printer-unknown");
  add_printer("rossa");
  EXPECT_EQ(code_of([&] { print(1); }), "block-missing");
  EXPECT_EQ(code_of([&] { set_block("rossa", "120261234567007"); }), "code-parity");
  EXPECT_EQ(code_of([&] { set_block("rossa", "12026"); }), "block-code-invalid");
  set_block("rossa", pad);
  add_printer("altra");
  EXPECT_EQ(code_of([&] { print(1); }), "printer-unknown");
  EXPECT_EQ(code_of([&] { print(1, "terza"); }), "printer-unknown");
}

TEST_F(BlockTest, PrintersKeepTheirMargins) {
  SavePrinter call;
  call.printer.name = "rossa";
  call.printer.tray = "2";
  call.printer.left_mm = 3.5;
  call.printer.barcodes = true;
  ask(call);
  call.printer.top_mm = -1.5;
  ask(call);
  const Printer kept = ask(ListBlocks{}).blocks.at(0).printer;
  EXPECT_EQ(kept.tray, "2");
  EXPECT_EQ(kept.left_mm, 3.5);
  EXPECT_EQ(kept.top_mm, -1.5);
  EXPECT_TRUE(kept.barcodes);
  call.printer.left_mm = 51;
  EXPECT_EQ(code_of([&] { ask(call); }), "printer-invalid");
  call.printer.left_mm = 0;
  call.printer.name = "";
  EXPECT_EQ(code_of([&] { ask(call); }), "printer-invalid");
}

TEST_F(BlockTest, OnlyADoctorHasPads) {
  EXPECT_EQ(code_of([&] { service_.on(staff_.context(), ListBlocks{}); }), "doctor-unknown");
  ListBlocks of_doctor;
  of_doctor.doctor = doctor_id;
  EXPECT_TRUE(service_.on(staff_.context(), of_doctor).blocks.empty());
}

}  // namespace curante::red_recipes
