// SPDX-License-Identifier: Apache-2.0
#include <future>
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

/// A pad is one doctor's: a colleague who enters it has misread a number, or holds another's pad.
TEST_F(BlockTest, ANumberOfAnotherDoctorsPadIsRefused) {
  add_printer("rossa");
  set_block("rossa", pad);
  const Id colleague("00000000-0000-4000-9000-000000000002");
  BlockStore blocks(pool_, ParityRule::manual);
  Printer printer;
  printer.doctor = colleague;
  printer.name = "rossa";
  blocks.save("1", printer, "");
  const auto enter = [&](const std::string& code) {
    SetBlock call;
    call.doctor = colleague;
    call.printer = "rossa";
    call.first_code = code;
    return blocks.set("1", call, reading_.now);
  };
  EXPECT_EQ(code_of([&] { enter(pad); }), "block-overlaps");
  EXPECT_EQ(code_of([&] { enter("120261234567503"); }), "block-overlaps") << "within it";
  EXPECT_EQ(enter("120267654321008").left, 100);
  EXPECT_EQ(print(1, "rossa").code, pad) << "the first doctor's pad goes on as it was";
}

TEST_F(BlockTest, ANumberOfAFormThatCameFromElsewhereIsNotUsedAgain) {
  add_printer("rossa");
  set_block("rossa", pad);
  print(1);
  sql("insert into form (practice_id, code, recipe, patient, doctor, account, printer,"
      " patient_name, fiscal_code, printed, payload, state) select practice_id, '120267654321053',"
      " gen_random_uuid(), patient, doctor, account, printer, patient_name, fiscal_code, printed,"
      " payload, 'sent' from form");  // as imported: no run gave it
  EXPECT_EQ(code_of([&] { set_block("rossa", "120267654321008"); }), "block-overlaps");
  EXPECT_EQ(code_of([&] { set_block("rossa", "120267654321053"); }), "block-overlaps");
  EXPECT_EQ(set_block("rossa", "120267654321064").left, 94);
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

/// A deadlock would be ended and begun again: that shows as another transaction.
TEST_F(BlockTest, WhoTakesANumberIsWaitedForByWhoEntersAPad) {
  add_printer("rossa");
  set_block("rossa", pad);
  BlockStore blocks(pool_, ParityRule::manual);
  SetBlock same;
  same.doctor = doctor_id;
  same.printer = "rossa";
  same.first_code = pad;  // unused as far as anybody sees who does not wait
  std::future<Block> entered;
  const int64_t before = pool_.transactions();
  const std::string code = pool_.write([&](pqxx::transaction_base& tx) {
    tx.exec("select 1 from block for update");  // as `take` begins
    if (!entered.valid()) {
      entered = std::async(std::launch::async, [&] { return blocks.set("1", same, reading_.now); });
    }
    const auto ready = [&] { return entered.wait_for(std::chrono::seconds(0)); };
    while (!postgres::TestCluster::shared().anyone_waits() &&
           ready() != std::future_status::ready) {
      std::this_thread::yield();
    }
    return BlockStore::take(tx, "1", doctor_id, "rossa");
  });
  EXPECT_EQ(code, pad);
  EXPECT_EQ(code_of([&] { entered.get(); }), "block-overlaps");
  EXPECT_EQ(pool_.transactions() - before, 2) << "nobody had to begin again";
}

TEST_F(BlockTest, ManyWhoEnterPadsAndTakeNumbersAtOnceAreNeverTurnedAway) {
  constexpr int writers = 2, pads = 20, takers = 3, numbers = 40;
  const auto pad_of = [](int writer, int n) {
    return FormCode{fmt::format("12026{:07}", 1000 * (writer + 1) + n), 0}.text();
  };
  for (int i = 0; i < writers; ++i) {
    const std::string name = "rossa" + std::to_string(i);
    add_printer(name);
    set_block(name, pad_of(i, pads));
  }
  BlockStore blocks(pool_, ParityRule::manual);
  const int64_t before = pool_.transactions();
  std::vector<std::future<std::vector<std::string>>> all;
  for (int writer = 0; writer < writers; ++writer) {
    all.push_back(std::async(std::launch::async, [&, writer] {
      SetBlock call;
      call.doctor = doctor_id;
      call.printer = "rossa" + std::to_string(writer);
      for (int n = 0; n < pads; ++n) {
        call.first_code = pad_of(writer, n);
        EXPECT_EQ(blocks.set("1", call, reading_.now).first_code, call.first_code);
      }
      return std::vector<std::string>();
    }));
  }
  for (int taker = 0; taker < takers; ++taker) {
    all.push_back(std::async(std::launch::async, [&, taker] {
      std::vector<std::string> codes;
      for (int n = 0; n < numbers; ++n) {
        codes.push_back(pool_.write([&](pqxx::transaction_base& tx) {
          return BlockStore::take(tx, "1", doctor_id, "rossa" + std::to_string(taker % writers));
        }));
      }
      return codes;
    }));
  }
  std::set<std::string> codes;
  for (auto& one : all)
    codes.merge([&] {
      const auto taken = one.get();
      return std::set<std::string>(taken.begin(), taken.end());
    }());
  EXPECT_EQ(codes.size(), size_t(takers * numbers)) << "no number twice";
  EXPECT_EQ(pool_.transactions() - before, writers * pads + takers * numbers)
      << "nobody had to begin again";
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

/// One of two printers is where a station's forms go that name none.
class UsualPrinterTest : public RedRoomTest {
 protected:
  UsualPrinterTest() {
    add_printer("ambulatorio");
    set_block("ambulatorio", "120261234567008");
    add_printer("studio");
    set_block("studio", "120261234568009");
  }
  void at(const std::string& station) {
    doctor_ =
        testing::Caller({{"practice", "1"}, {"user", doctor_id.value()}, {"station", station}},
                        {"prescription.issue", "prescription.read"});
  }
  void choose(const std::string& station, const std::string& name, bool usual = true) {
    at(station);
    SavePrinter call;
    for (const Block& block : ask(ListBlocks{}).blocks) {
      if (block.printer.name == name) call.printer = block.printer;
    }
    call.printer.usual = usual;
    ask(call);
  }
  std::string goes_to(const std::string& station, int number) {
    at(station);
    return print(number).printer;
  }
};

TEST_F(UsualPrinterTest, WhereNoneIsChosenItIsSaidHowToChooseAndNoNumberIsTaken) {
  try {
    print(1);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "printer-unknown");
    EXPECT_NE(e.remedy().find("abituale"), std::string::npos);
    EXPECT_NE(e.remedy().find("Continua come rossa"), std::string::npos);
  }
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 100);
  EXPECT_EQ(print(1, "studio").printer, "studio") << "named it goes there all the same";
}

TEST_F(UsualPrinterTest, FormsThatNameNoPrinterGoToTheOneChosenAtTheirStation) {
  choose("p1", "studio");
  EXPECT_EQ(goes_to("p1", 1), "studio");
  choose("p2", "ambulatorio");
  EXPECT_EQ(goes_to("p1", 2), "studio") << "each station its own";
  EXPECT_EQ(goes_to("p2", 3), "ambulatorio");
  choose("p2", "studio");
  EXPECT_EQ(goes_to("p2", 4), "studio");
  EXPECT_EQ(print(5, "ambulatorio").printer, "ambulatorio");
}

/// The number is taken from the pad of a printer elsewhere, and the sheet that is put into the one
/// here bears another.
TEST_F(UsualPrinterTest, WhatAnotherStationChoseIsNotUsedUnasked) {
  choose("p1", "studio");
  // A new browser, and a host at work by itself, which is at no station.
  for (const char* station : {"p2", ""}) {
    EXPECT_EQ(testing::code_of([&] { goes_to(station, 1); }), "printer-unknown") << station;
    for (const Block& block : ask(ListBlocks{}).blocks) {
      EXPECT_EQ(block.left, 100) << "no number is taken";
      EXPECT_FALSE(block.printer.usual) << "so that it can be made the usual one here, too";
    }
  }
  at("p2");
  EXPECT_EQ(print(1, "studio").printer, "studio") << "a person has named it";
}

TEST_F(UsualPrinterTest, TheOnlyPrinterNeedsNoChoice) {
  sql("delete from block where printer = 'ambulatorio'");
  sql("delete from printer where name = 'ambulatorio'");
  EXPECT_EQ(goes_to("p9", 1), "studio");
}

TEST_F(UsualPrinterTest, TheListNamesTheUsualOneAndItCanBeTakenBack) {
  const auto usual = [&] {
    std::string all;
    for (const Block& block : ask(ListBlocks{}).blocks) {
      if (block.printer.usual) all += block.printer.name;
    }
    return all;
  };
  EXPECT_EQ(usual(), "");
  choose("p1", "ambulatorio");
  EXPECT_EQ(usual(), "ambulatorio");
  choose("p1", "studio");
  EXPECT_EQ(usual(), "studio");
  choose("p1", "studio", /*usual=*/false);
  EXPECT_EQ(usual(), "");
  EXPECT_EQ(testing::code_of([&] { print(1); }), "printer-unknown");
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
