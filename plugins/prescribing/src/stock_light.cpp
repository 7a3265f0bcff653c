// SPDX-License-Identifier: Apache-2.0
#include "stock_light.hpp"

#include <fmt/format.h>

#include <charconv>

#include "curante/reference/csv_table.hpp"
#include "folded.hpp"
#include "posology_dose.hpp"

namespace curante::prescribing {
namespace {

using reference::CsvTable;

constexpr auto file_name = "stock_light.csv";
/// A stock of more than this is a posology read wrongly rather than a full cupboard.
constexpr int64_t most_days = 1000;

int32_t number_of(const CsvTable& table, const CsvTable::Row& row, const std::string& text) {
  int32_t number = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) {
    throw table.malformed(row.line, fmt::format("«{}» non è un numero", text));
  }
  return number;
}

Date day_of(const CsvTable& table, const CsvTable::Row& row, const std::string& text) {
  try {
    return Date::parse(text);
  } catch (const Error&) {
    throw table.malformed(row.line, fmt::format("«{}» non è un giorno", text));
  }
}

/// What a unit's name begins with, and what the form of its pack has to contain.
bool is_of_form(const std::string& unit, const std::string& form) {
  const auto contains = [&](const char* stem) { return form.find(stem) != std::string::npos; };
  if (unit == "bustin") return contains("bustin") || contains("granulat") || contains("polvere");
  if (!unit.empty()) return contains(unit.c_str());
  return contains("compress") || contains("capsul") || contains("bustin");
}

std::string text_of(int32_t days_left) {
  if (days_left == 0) return "finisce oggi";
  if (days_left == 1) return "finisce domani";
  if (days_left > 1) return fmt::format("finisce tra {} giorni", days_left);
  if (days_left == -1) return "finito ieri";
  return fmt::format("finito da {} giorni", -days_left);
}

}  // namespace

StockThresholds::StockThresholds(EmbeddedFiles files) {
  for (const EmbeddedFile& file : files) {
    if (file.name != file_name) continue;
    const CsvTable table(file.content, file_name,
                         {"light", "days_left", "valid_from", "valid_to", "source"});
    for (const CsvTable::Row& row : table.rows()) {
      if (row[0] != "red" && row[0] != "orange") {
        throw table.malformed(row.line, fmt::format("«{}» non è «red» né «orange»", row[0]));
      }
      Threshold it;
      it.light = row[0] == "red" ? StockLight::red : StockLight::orange;
      it.days_left = number_of(table, row, row[1]);
      it.from = day_of(table, row, row[2]);
      if (!row[3].empty()) it.to = day_of(table, row, row[3]);
      thresholds_.push_back(it);
    }
  }
}

int32_t StockThresholds::days_left_of(StockLight light, Date day) const {
  for (const Threshold& it : thresholds_) {
    if (it.light == light && it.from <= day && (!it.to || day <= *it.to)) return it.days_left;
  }
  throw Error("rule-missing",
              fmt::format("{} has no threshold that holds on {}", file_name, day.iso()),
              "install a table of rules that covers this day");
}

StockLight StockThresholds::light(int32_t days_left, Date day) const {
  if (days_left <= days_left_of(StockLight::red, day)) return StockLight::red;
  if (days_left <= days_left_of(StockLight::orange, day)) return StockLight::orange;
  return StockLight::green;
}

std::optional<int32_t> days_covered(const formulary::Drug& drug, int32_t packs,
                                    const std::string& issued_posology,
                                    const std::string& therapy_posology) {
  const auto issued = dose_of(issued_posology), running = dose_of(therapy_posology);
  if (!issued && !running) return std::nullopt;
  // A posology changed since: from when on is not known. One that cannot be read may be a change.
  if (!issued_posology.empty() && !therapy_posology.empty()) {
    if (!issued || !running) return std::nullopt;
    if (issued->hundredths * running->days != running->hundredths * issued->days) {
      return std::nullopt;
    }
  }
  const Dose& dose = issued ? *issued : *running;
  if (drug.units < 1 || packs < 1 || !is_of_form(dose.unit, folded(drug.form))) return std::nullopt;
  const int64_t days = int64_t{drug.units} * packs * 100 * dose.days / dose.hundredths;
  if (days > most_days) return std::nullopt;
  return static_cast<int32_t>(days);
}

Stock stock_of(const StockThresholds& thresholds, const chart::Therapy& therapy,
               const std::optional<LastIssue>& last, const std::optional<formulary::Drug>& drug,
               Date today) {
  Stock stock;
  stock.therapy = therapy.id;
  if (!last) {
    stock.last_issued = therapy.last_prescribed_on;
    stock.text = "nessuna ricetta in archivio";
    return stock;
  }
  stock.last_issued = last->issued;
  const auto days = drug ? days_covered(*drug, last->packs, last->posology, therapy.posology)
                         : std::optional<int32_t>();
  if (!days) {
    stock.text = "durata non calcolabile";
    return stock;
  }
  stock.lasts_until = Date{last->issued.days + *days - 1};
  stock.days_left = stock.lasts_until->days - today.days;
  stock.light = thresholds.light(stock.days_left, today);
  stock.text = text_of(stock.days_left);
  return stock;
}

}  // namespace curante::prescribing
