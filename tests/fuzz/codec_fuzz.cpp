// SPDX-License-Identifier: Apache-2.0
// A request as anybody may send it: text into the host's tree, the tree into a contract's struct.
#include <cstdlib>

#include "recording/redaction.hpp"
#include "curante/schema.hpp"
#include "runtime/tree.hpp"

namespace curante::fuzzed {

enum class Colour { red, green };
CURANTE_DESCRIBE_ENUM(Colour, red, green);

struct Leaf {
  bool flag = true;
  int32_t small = 1;
  int64_t wide = 2;
  double real = 0.5;
  std::string text;
  Bytes octets;
  Date day;
  Instant moment;
  Money price;
  Colour colour = Colour::red;
};
CURANTE_DESCRIBE(Leaf, flag, small, wide, real, text, octets, day, moment, price, colour);
CURANTE_PERSONAL(Leaf, text, octets);

struct Tree {
  using Reply = Leaf;
  Leaf leaf;
  std::optional<Leaf> maybe;
  std::vector<Leaf> leaves;
  std::vector<std::string> texts;
  std::optional<int64_t> number;
};
CURANTE_DESCRIBE(Tree, leaf, maybe, leaves, texts, number);

struct Contract {
  static constexpr std::string_view id = "fuzzed/1";
  using Calls = curante::Calls<Tree>;
};

}  // namespace curante::fuzzed

using namespace curante;
using namespace curante::kernel;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const boost::json::value description = [] {
    TreeBuilder builder;
    const Sink sink = builder.sink();
    SchemaWriter(sink).contract<fuzzed::Contract>();
    return builder.take();
  }();
  try {
    const auto tree = parse_text({reinterpret_cast<const char*>(data), size});
    const auto value = from_tree<fuzzed::Tree>(tree);
    // What was understood once is understood again, and says the same.
    const std::string once = to_text(to_tree(value));
    if (to_text(to_tree(from_tree<fuzzed::Tree>(parse_text(once)))) != once) std::abort();
    // Nothing that is marked survives a redaction, wherever it stands.
    const auto nameless = from_tree<fuzzed::Tree>(
        redacted(description.as_object(), "Tree", parse_text(once)));
    for (const fuzzed::Leaf& leaf : nameless.leaves) {
      if (!leaf.text.empty() || !leaf.octets.empty()) std::abort();
    }
    if (!nameless.leaf.text.empty() || nameless.leaves.size() != value.leaves.size()) std::abort();
  } catch (const Error& e) {
    if (e.code().empty() || e.message().empty()) std::abort();
  }
  return 0;
}
