// SPDX-License-Identifier: Apache-2.0
#include "posology_dose.hpp"

#include <set>
#include <vector>

#include "posology_words.hpp"

namespace curante::prescribing {
namespace {

constexpr int64_t most_at_once = 2000;  // hundredths: twenty tablets
constexpr int64_t most_times = 6;       // «x 10 die» would be ten days
constexpr int64_t hour_moments = 100;   // moments of the clock: "alle 8" is 108

/// One "how much, when" of a posology.
struct Taking {
  int64_t amount = 0;      ///< hundredths at a time, or a day's when `of_a_day`
  bool of_a_day = false;   ///< a scheme: "1+0+1"
  size_t parts = 1;        ///< of a scheme
  size_t taken_parts = 1;  ///< of a scheme, those that are not 0
  int64_t times = 0;       ///< in `days`; 0: not said
  int64_t days = 1;
  bool per_day = false;
  bool period_said = false;
  std::vector<int64_t> moments;
};

/// Reads words into takings; any step that does not fit makes the whole uncertain.
class Parser {
 public:
  explicit Parser(std::vector<Word> words) : words_(std::move(words)) {}

  std::optional<Dose> dose() {
    std::vector<Taking> takings;
    while (at_ < words_.size()) {
      if (!takings.empty()) accept(Part::joint) || accept(Part::plus);
      Taking taking;
      if (!amount_of(taking) || !frequency_of(taking)) return std::nullopt;
      takings.push_back(taking);
    }
    if (takings.empty()) return std::nullopt;
    return takings.size() == 1 ? single(takings[0]) : day_of(takings);
  }

 private:
  bool is(Part part, size_t ahead = 0) const {
    return at_ + ahead < words_.size() && words_[at_ + ahead].part == part;
  }
  bool accept(Part part) {
    const bool there = is(part);
    at_ += there;
    return there;
  }

  /// "1", "mezza", "1/2", "1 e mezza", "1 1/2".
  std::optional<int64_t> quantity() {
    int64_t value = 0;
    if (is(Part::half)) {
      ++at_;
      return 50;
    }
    if (!is(Part::number)) return std::nullopt;
    value = words_[at_++].value;
    if (is(Part::slash)) return fraction(value);
    if (is(Part::number) && is(Part::slash, 1)) {
      const int64_t numerator = words_[at_++].value;
      const auto rest = fraction(numerator);
      return rest ? std::optional(value + *rest) : std::nullopt;
    }
    return value + and_a_half();
  }

  std::optional<int64_t> fraction(int64_t numerator) {
    ++at_;  // the slash
    if (!is(Part::number)) return std::nullopt;
    const int64_t denominator = words_[at_++].value;
    const bool known = (numerator == 100 && (denominator == 200 || denominator == 400)) ||
                       (numerator == 300 && denominator == 400);
    return known ? std::optional(numerator * 100 / denominator) : std::nullopt;
  }

  int64_t and_a_half() {
    if (!is(Part::joint)) return 0;
    if (is(Part::half, 1)) {
      at_ += 2;
      return 50;
    }
    const bool half = is(Part::number, 1) && is(Part::slash, 2) && is(Part::number, 3) &&
                      words_[at_ + 1].value == 100 && words_[at_ + 3].value == 200;
    if (half) at_ += 4;
    return half ? 50 : 0;
  }

  bool unit() {
    if (!is(Part::unit)) return true;
    const std::string& stem = words_[at_++].stem;
    if (!unit_.empty() && !stem.empty() && unit_ != stem) return false;
    if (unit_.empty()) unit_ = stem;
    return true;
  }

  bool amount_of(Taking& taking) {
    const auto first = quantity();
    if (!first || !unit()) return false;
    taking.amount = *first + (is(Part::unit) ? 0 : and_a_half());
    const bool scheme = (is(Part::plus) || is(Part::dash)) && is(Part::number, 1);
    if (!scheme) return taking.amount > 0 && taking.amount <= most_at_once;
    const Part sign = words_[at_].part;
    taking.of_a_day = true;
    taking.taken_parts = taking.amount > 0;
    while (accept(sign)) {
      const auto next = quantity();
      if (!next || !unit()) return false;
      ++taking.parts;
      taking.taken_parts += *next > 0;
      taking.amount += *next;
    }
    // «1-2 cpr» is one or two; «1-0-1» is a scheme of a day.
    if (sign == Part::dash && taking.parts < 3) return false;
    return taking.amount > 0 && taking.amount <= most_at_once;
  }

  bool frequency_of(Taking& taking) {
    while (at_ < words_.size()) {
      if (is(Part::per_day)) {
        if (taking.per_day) return false;
        ++at_;
        taking.per_day = true;
      } else if (is(Part::alternate) || is(Part::per_week)) {
        if (!period(taking, words_[at_++].part == Part::alternate ? 2 : 7)) return false;
      } else if (is(Part::every)) {
        if (!every(taking)) return false;
      } else if (times_follow()) {
        if (!times(taking)) return false;
      } else if (!moment(taking)) {
        return starts_anew();
      }
    }
    return true;
  }

  static bool period(Taking& taking, int64_t days) {
    if (taking.period_said) return false;
    taking.period_said = true;
    taking.days = days;
    return true;
  }

  /// "ogni 8 ore", "ogni 2 giorni".
  bool every(Taking& taking) {
    ++at_;
    if (!is(Part::number)) return false;
    const int64_t count = words_[at_].value / 100;
    if (words_[at_++].value % 100 != 0 || count < 1 || taking.times > 0) return false;
    if (accept(Part::days)) return period(taking, count);
    if (!accept(Part::hours)) return false;
    if (count % 24 == 0) return period(taking, count / 24);
    if (24 % count != 0) return false;
    taking.times = 24 / count;
    return true;
  }

  bool times_follow() const {
    return (is(Part::by) && is(Part::number, 1)) || (is(Part::number) && is(Part::times, 1));
  }

  /// "3 volte", "x 3", "per 2 volte"; a day or a week has to follow.
  bool times(Taking& taking) {
    accept(Part::by);
    const int64_t value = words_[at_++].value;
    accept(Part::times);
    if (value % 100 != 0 || value < 100 || value > most_times * 100 || taking.times > 0) {
      return false;
    }
    taking.times = value / 100;
    return is(Part::per_day) || is(Part::per_week);
  }

  /// One moment, with what joins it to the one before.
  bool moment(Taking& taking) {
    const size_t begin = at_;
    const bool more = taking.per_day || !taking.moments.empty();
    const bool joined = more && (accept(Part::joint) || accept(Part::plus) || accept(Part::dash));
    const bool clock = accept(Part::at);
    if (is(Part::hours) && is(Part::number, 1)) ++at_;
    if (is(Part::moment) && !clock) {
      const int64_t now = words_[at_++].value;
      const int64_t before = taking.moments.empty() ? 0 : taking.moments.back();
      // «la sera prima di dormire» is one moment, said twice.
      const bool same = before == now || (before == 4 && now == 5);
      if (joined || !same) taking.moments.push_back(now);
      return true;
    }
    const bool hour = is(Part::number) && (clock || at_ > begin + joined) &&
                      words_[at_].value % 100 == 0 && words_[at_].value <= 2400;
    if (hour) taking.moments.push_back(hour_moments + words_[at_++].value / 100);
    if (!hour) at_ = begin;
    return hour;
  }

  /// Where one taking ends another may begin, with or without a joint.
  bool starts_anew() const {
    const size_t ahead = is(Part::joint) || is(Part::plus);
    return is(Part::number, ahead) || is(Part::half, ahead);
  }

  static bool all_different(const std::vector<int64_t>& moments) {
    return std::set<int64_t>(moments.begin(), moments.end()).size() == moments.size();
  }

  std::optional<Dose> made(int64_t amount, int64_t days) const {
    if (days > 31) return std::nullopt;
    return Dose{amount, static_cast<int32_t>(days), unit_};
  }

  std::optional<Dose> single(const Taking& it) const {
    const auto moments = static_cast<int64_t>(it.moments.size());
    if (!all_different(it.moments)) return std::nullopt;
    if (it.of_a_day) {
      const auto parts = static_cast<int64_t>(it.parts);
      const auto taken = static_cast<int64_t>(it.taken_parts);
      const bool fits = moments == 0 || moments == parts || moments == taken;
      if (!fits || it.times > 0) return std::nullopt;
      return made(it.amount, it.days);
    }
    const bool weekly_once = it.period_said && it.times == 0;
    if (it.times == 0 && moments == 0 && !it.per_day && !weekly_once) return std::nullopt;
    // «2 al giorno, mattina e sera»: two each, or one each?
    if (it.per_day && it.times == 0 && moments > 1) return std::nullopt;
    if (it.times > 0 && moments > 0 && it.times != moments) return std::nullopt;
    // «2 volte al giorno a settimana» says nothing; «al giorno a giorni alterni» does.
    if (it.per_day && it.period_said && it.days == 7) return std::nullopt;
    if (it.period_said && it.days == 7 && it.times > 7) return std::nullopt;
    const int64_t times = it.times > 0 ? it.times : moments > 0 ? moments : 1;
    return made(it.amount * times, it.days);
  }

  /// "1 la mattina e mezza la sera": each its moments, all different.
  std::optional<Dose> day_of(const std::vector<Taking>& takings) const {
    int64_t amount = 0;
    std::vector<int64_t> moments;
    for (const Taking& it : takings) {
      const bool plain = !it.of_a_day && it.times == 0 && !it.per_day && !it.moments.empty();
      const bool last = &it == &takings.back();
      if (!plain || (it.period_said && !last)) return std::nullopt;
      amount += it.amount * static_cast<int64_t>(it.moments.size());
      moments.insert(moments.end(), it.moments.begin(), it.moments.end());
    }
    // «1 la mattina e 1 la sera a giorni alterni»: both, or the last alone?
    if (!all_different(moments) || takings.back().period_said) return std::nullopt;
    return made(amount, 1);
  }

  std::vector<Word> words_;
  size_t at_ = 0;
  std::string unit_;
};

}  // namespace

std::optional<Dose> dose_of(std::string_view posology) {
  auto words = posology_words(posology);
  if (!words) return std::nullopt;
  return Parser(std::move(*words)).dose();
}

}  // namespace curante::prescribing
