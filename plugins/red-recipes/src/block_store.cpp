// SPDX-License-Identifier: Apache-2.0
#include "block_store.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "curante/postgres/prepared.hpp"
#include "curante/postgres/turn.hpp"

namespace curante::red_recipes {
namespace {

using postgres::prepared;

constexpr auto printer_columns =
    "select p.name, p.tray, p.left_mm, p.top_mm, p.a4, p.upright, p.barcodes, p.bold, b.prefix,"
    " b.first, b.descending, b.used, (extract(epoch from b.entered) * 1000)::bigint, b.digit,"
    " (select l.restored from block l where l.practice_id = p.practice_id and l.doctor = p.doctor"
    "   and l.printer = p.name order by l.open desc, l.entered desc limit 1) as restored"
    " from printer p left join block b on b.practice_id = p.practice_id and b.doctor = p.doctor"
    "   and b.printer = p.name and b.open"
    " where p.practice_id = $1 and p.doctor = $2 and ($3 = '' or p.name = $3) order by p.name";

/// Chosen at that station. What was chosen at another says nothing of the sheets that lie here: a
/// recipe would be printed on one that bears another number than was taken for it.
constexpr auto usual_name =
    "select printer from usual_printer where practice_id = $1 and doctor = $2 and station = $3";

constexpr auto find_run =
    "select 1 from block where practice_id = $1 and doctor = $2 and printer = $3 and open";
constexpr auto take_run =
    "select id, prefix, first, descending, used, digit from block"
    " where practice_id = $1 and doctor = $2 and printer = $3 and open for update";

/// Of the printer, and of the pad wherever it lies.
constexpr auto lock_runs =
    "select 1 from block where practice_id = $1 and open and (doctor = $2 and printer = $3"
    "   or prefix = $4) order by id for update";

/// Which numbers were used since the copy, only the pad can say.
const std::string came_back = "il database è stato ripristinato da una copia";
const std::string next_unused =
    "inserire il codice della prossima ricetta non ancora usata, come è stampato sul blocchetto";

Error no_usual_printer() {
  return Error(
      "printer-unknown",
      "le stampanti delle ricette rosse sono più d'una, e nessuna è quella abituale di "
      "questa postazione",
      "in «Ricette rosse» scegliere, da qui, la stampante abituale; questa ricetta si stampa con "
      "«Continua come rossa», dove la stampante si indica");
}

Error unknown_printer(const std::string& name) {
  if (name.empty()) {
    return Error("printer-unknown", "non si sa su quale stampante stampare la ricetta rossa",
                 "in «Ricette rosse» indicare la stampante e il blocchetto");
  }
  return Error("printer-unknown",
               "la stampante «" + name + "» non è tra quelle delle ricette rosse",
               "in «Ricette rosse» aggiungerla, o sceglierne un'altra");
}

Error pads_closed(const std::string& printer) {
  return Error("block-missing",
               came_back + ": il blocchetto nella stampante «" + printer +
                   "» è chiuso, perché i suoi numeri possono essere già stati usati",
               "in «Ricette rosse» " + next_unused);
}

/// With the digits unknown, nothing can be counted on from the form before.
Error code_not_given(const std::string& printer) {
  return Error("block-exhausted",
               "il codice della prossima ricetta nella stampante «" + printer +
                   "» non è indicato: senza controllo parità va copiato da ogni foglio",
               "inserire il codice che sta sul foglio nella stampante");
}

/// How many forms a run has in all; with a digit of its own, that one.
int size_of(int first, bool descending, const std::string& digit) {
  if (!digit.empty()) return 1;
  return descending ? first + 1 : 100 - first;
}

int counter_of(int first, bool descending, int used) {
  return descending ? first - used : first + used;
}

Block block_of(const pqxx::row& row, const Id& doctor) {
  Block block;
  Printer& printer = block.printer;
  printer.doctor = doctor;
  printer.name = row[0].c_str();
  printer.tray = row[1].c_str();
  printer.left_mm = row[2].as<double>();
  printer.top_mm = row[3].as<double>();
  printer.a4 = row[4].as<bool>();
  printer.upright = row[5].as<bool>();
  printer.barcodes = row[6].as<bool>();
  printer.bold = row[7].as<bool>();
  if (row[8].is_null()) {
    if (!row["restored"].is_null() && row["restored"].as<bool>())
      block.problem = came_back + ": " + next_unused;
    return block;
  }
  const std::string prefix = row[8].c_str();
  const int first = row[9].as<int>(), used = row[11].as<int>();
  block.descending = row[10].as<bool>();
  const std::string digit = row["digit"].c_str();
  block.first_code = FormCode{prefix, first, digit}.text();
  block.left = size_of(first, block.descending, digit) - used;
  if (block.left > 0) {
    block.next_code = FormCode{prefix, counter_of(first, block.descending, used), digit}.text();
  }
  block.entered = Instant{row[12].as<int64_t>()};
  return block;
}

std::pair<int, int> range(int first, bool descending, int count) {
  const int last = counter_of(first, descending, count - 1);
  return {std::min(first, last), std::max(first, last)};
}

Error numbers_used(const std::string& printer, std::pair<int, int> taken) {
  return Error("block-overlaps",
               "numeri di questo blocchetto sono già usati" +
                   (printer.empty() ? "" : " o assegnati alla stampante «" + printer + "»") +
                   " (contatori da " + std::to_string(taken.first) + " a " +
                   std::to_string(taken.second) + ")",
               "indicare il codice della prossima ricetta non ancora usata, o un altro blocchetto");
}

/// Forms that no run of this database gave a number to came from elsewhere.
void refuse_known_forms(pqxx::transaction_base& tx, const std::string& practice,
                        const std::string& prefix, std::pair<int, int> wanted) {
  const auto known = prepared(
      tx,
      "select min(counter), max(counter) from (select case when substr(code, 13, 2) ~ '^[0-9]+$'"
      "   then substr(code, 13, 2)::int end as counter from form where practice_id = $1 and "
      "starts_with(code, $2)) known"
      " where counter between $3 and $4",
      practice, prefix, wanted.first, wanted.second);
  if (known[0][0].is_null()) return;
  throw numbers_used("", {known[0][0].as<int>(), known[0][1].as<int>()});
}

/// A pad lies in one printer: what another run of it has used, or still will, is not given again.
void refuse_overlap(pqxx::transaction_base& tx, const std::string& practice, const SetBlock& call,
                    const FormCode& code) {
  const auto wanted =
      range(code.counter, call.descending, size_of(code.counter, call.descending, code.digit));
  const auto others = prepared(
      tx,
      "select first, descending, used, open and not (doctor = $3 and printer = $4), printer, digit"
      " from block where practice_id = $1 and prefix = $2",
      practice, code.prefix, call.doctor.value(), call.printer);
  for (const auto& row : others) {
    const int first = row[0].as<int>();
    const bool descending = row[1].as<bool>();
    const int count =
        row[3].as<bool>() ? size_of(first, descending, row[5].c_str()) : row[2].as<int>();
    if (count == 0) continue;
    const auto taken = range(first, descending, count);
    if (wanted.second < taken.first || taken.second < wanted.first) continue;
    throw numbers_used(row[4].c_str(), taken);
  }
  refuse_known_forms(tx, practice, code.prefix, wanted);
}

}  // namespace

std::string BlockStore::usual(pqxx::transaction_base& tx, const std::string& practice,
                              const Id& doctor, const std::string& station) {
  const auto rows = prepared(tx, usual_name, practice, doctor.value(), station);
  return rows.empty() ? std::string() : std::string(rows[0][0].c_str());
}

Printer BlockStore::save(const std::string& practice, const Printer& printer,
                         const std::string& station) {
  constexpr double farthest_mm = 50;
  const bool margins =
      std::abs(printer.left_mm) <= farthest_mm && std::abs(printer.top_mm) <= farthest_mm;
  if (printer.name.empty() || printer.name.size() > 100 || printer.tray.size() > 100 || !margins) {
    throw Error("printer-invalid",
                "la stampante ha bisogno di un nome; i margini vanno da -50 a 50 mm",
                "correggere nome e margini");
  }
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "insert into printer (practice_id, doctor, name, tray, left_mm, top_mm, a4, upright,"
             " barcodes, bold) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
             " on conflict (practice_id, doctor, name) do update set tray = $4, left_mm = $5,"
             " top_mm = $6, a4 = $7, upright = $8, barcodes = $9, bold = $10",
             practice, printer.doctor.value(), printer.name, printer.tray, printer.left_mm,
             printer.top_mm, printer.a4, printer.upright, printer.barcodes, printer.bold);
    if (printer.usual) {
      prepared(tx,
               "insert into usual_printer (practice_id, doctor, station, printer)"
               " values ($1, $2, $3, $4) on conflict (practice_id, doctor, station) do update"
               " set printer = $4, chosen = clock_timestamp()",
               practice, printer.doctor.value(), station, printer.name);
    } else {
      prepared(tx,
               "delete from usual_printer where practice_id = $1 and doctor = $2 and station = $3"
               " and printer = $4",
               practice, printer.doctor.value(), station, printer.name);
    }
  });
  return printer;
}

Printer BlockStore::printer(const std::string& practice, const Id& doctor, const std::string& name,
                            const std::string& station) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    const auto named = prepared(tx, printer_columns, practice, doctor.value(), name);
    if (named.size() < 2) return named;
    const std::string wanted = usual(tx, practice, doctor, station);
    if (wanted.empty()) throw no_usual_printer();
    return prepared(tx, printer_columns, practice, doctor.value(), wanted);
  });
  if (rows.size() != 1) throw unknown_printer(name);
  return block_of(rows[0], doctor).printer;
}

Block BlockStore::set(const std::string& practice, const SetBlock& call, Instant at) {
  const FormCode code = FormCode::parse(call.first_code, rule_);
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto current = [&] {
      const auto rows = prepared(tx, printer_columns, practice, call.doctor.value(), call.printer);
      if (rows.size() != 1 || call.printer.empty()) throw unknown_printer(call.printer);
      return block_of(rows[0], call.doctor);
    };
    // Who enters pads takes turns, so that none slips past the look for overlaps; who takes a
    // number holds its run alone and waits for nobody, and is waited for before anything is read.
    take_turn(tx, practice);
    prepared(tx, lock_runs, practice, call.doctor.value(), call.printer, code.prefix);
    const Block before = current();
    const bool same = before.first_code == code.text() && before.descending == call.descending &&
                      before.next_code == before.first_code;
    if (same) return before;
    refuse_overlap(tx, practice, call, code);
    prepared(tx,
             "update block set open = false"
             " where practice_id = $1 and doctor = $2 and printer = $3 and open",
             practice, call.doctor.value(), call.printer);
    prepared(tx,
             "insert into block (practice_id, doctor, printer, prefix, first, descending, entered,"
             " digit) values ($1, $2, $3, $4, $5, $6, $7, $8)",
             practice, call.doctor.value(), call.printer, code.prefix, code.counter,
             call.descending, at.iso(), code.digit);
    return current();
  });
}

std::vector<Block> BlockStore::list(const std::string& practice, const Id& doctor,
                                    const std::string& station) {
  std::string chosen;
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    chosen = usual(tx, practice, doctor, station);
    return prepared(tx, printer_columns, practice, doctor.value(), std::string());
  });
  std::vector<Block> blocks;
  for (const auto& row : rows) {
    blocks.push_back(block_of(row, doctor));
    blocks.back().printer.usual = blocks.back().printer.name == chosen;
  }
  return blocks;
}

std::string BlockStore::take(pqxx::transaction_base& tx, const std::string& practice,
                             const Id& doctor, const std::string& printer) {
  auto rows = prepared(tx, take_run, practice, doctor.value(), printer);
  // One that was waited for and closed gave way to another, which a new look sees.
  while (rows.empty() && !prepared(tx, find_run, practice, doctor.value(), printer).empty()) {
    rows = prepared(tx, take_run, practice, doctor.value(), printer);
  }
  if (rows.empty()) {
    const auto last = prepared(tx, printer_columns, practice, doctor.value(), printer);
    if (last.size() == 1 && !block_of(last[0], doctor).problem.empty()) throw pads_closed(printer);
    throw Error("block-missing", "alla stampante «" + printer + "» non è assegnato un blocchetto",
                "inserire il codice della prima ricetta del blocchetto");
  }
  const int first = rows[0][2].as<int>(), used = rows[0][4].as<int>();
  const bool descending = rows[0][3].as<bool>();
  const std::string digit = rows[0][5].c_str();
  if (used >= size_of(first, descending, digit)) {
    if (!digit.empty()) throw code_not_given(printer);
    throw Error("block-exhausted",
                "le ricette del blocchetto nella stampante «" + printer + "» sono finite",
                "inserire il codice della prima ricetta del prossimo blocchetto");
  }
  prepared(tx, "update block set used = used + 1 where practice_id = $1 and id = $2", practice,
           rows[0][0].c_str());
  return FormCode{rows[0][1].c_str(), counter_of(first, descending, used), digit}.text();
}

void BlockStore::take_turn(pqxx::transaction_base& tx, const std::string& practice) {
  postgres::take_turn(tx, practice, "pads");
}

void BlockStore::keep_to_rule(const std::string& practice) {
  if (rule_ != ParityRule::none) return;
  pool_.write([&](pqxx::transaction_base& tx) {
    take_turn(tx, practice);
    prepared(tx, "update block set open = false where practice_id = $1 and open and digit = ''",
             practice);
  });
}

}  // namespace curante::red_recipes
