// SPDX-License-Identifier: Apache-2.0
#include "white_repeats.hpp"

#include <vector>

#include "documents_white_tables.hpp"

namespace curante::documents {
namespace {

struct Repeats {
  std::string atc, validity, times;
};

std::vector<Repeats> read_repeats() {
  std::vector<Repeats> all;
  for (const EmbeddedFile& file : embedded::documents_white_tables()) {
    std::string_view rest = file.content;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const size_t first = line.find(';'), second = line.find(';', first + 1);
      if (second == line.npos || line.starts_with("atc;")) continue;
      all.push_back({std::string(line.substr(0, first)),
                     std::string(line.substr(first + 1, second - first - 1)),
                     std::string(line.substr(second + 1))});
    }
  }
  return all;
}

/// The longest ATC group that the drug belongs to; the empty one is every drug's.
const Repeats& repeats_of(const std::string& atc) {
  static const std::vector<Repeats> all = read_repeats();
  const Repeats* best = &all.at(0);
  for (const Repeats& it : all) {
    if (atc.starts_with(it.atc) && it.atc.size() >= best->atc.size()) best = &it;
  }
  return *best;
}

}  // namespace

std::string repeat_text(const recipe_transmitter::RecipeLine& line) {
  if (!line.repeatable) return "Non ripetibile (RNR): valida 30 giorni, per una sola dispensazione";
  const Repeats& law = repeats_of(line.atc);
  if (line.repetitions == 1) {
    return "Ripetibile (RR), limitata alla sola confezione prescritta: valida " + law.validity;
  }
  if (line.quantity > 1) {
    return "Più di una confezione: valida " + law.validity + ", per una sola dispensazione";
  }
  if (line.repetitions > 1) {
    return "Ripetibile (RR): valida " + law.validity + ", dispensabile " +
           std::to_string(line.repetitions) + " volte";
  }
  return "Ripetibile (RR): valida " + law.validity + ", dispensabile al massimo " + law.times +
         " volte";
}

}  // namespace curante::documents
