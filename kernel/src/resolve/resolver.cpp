// SPDX-License-Identifier: Apache-2.0
#include "resolve/resolver.hpp"

#include <algorithm>

#include "manifest/version.hpp"

namespace curante::kernel {

namespace {

class Resolver {
 public:
  Resolver(const std::vector<Candidate>& candidates, const Region& region)
      : all_(candidates),
        region_(region),
        alive_(candidates.size(), true),
        progress_(candidates.size()) {}

  Resolution run() {
    for (size_t i = 0; i < all_.size(); ++i) admit(i);
    find_providers();
    check_choices();
    for (size_t i = 0; i < all_.size(); ++i) check_uses(i);
    refuse_cycles();
    spread();
    for (size_t i = 0; i < all_.size(); ++i) place(i);
    for (size_t i : result_.order) bind(i);
    return std::move(result_);
  }

 private:
  const PluginManifest& manifest(size_t i) const { return all_[i].image->manifest; }
  std::string region_line(size_t i) const {
    return all_[i].wanted.file + " line " + std::to_string(all_[i].wanted.line);
  }
  static std::string where(const Named<UsedEntry>::Entry& used) {
    return "(its manifest, line " + std::to_string(used.line) + ")";
  }
  std::string removal(size_t i) const {
    return "remove " + all_[i].wanted.id + " from " + region_line(i);
  }

  void refuse(size_t i, std::string code, std::string needs, std::string needs_where,
              std::string found, std::string found_where, std::string remedy) {
    alive_[i] = false;
    result_.refusals.push_back({all_[i].wanted.id, all_[i].image ? manifest(i).version : "?",
                                std::move(code), std::move(needs), std::move(needs_where),
                                std::move(found), std::move(found_where), std::move(remedy)});
  }

  void admit(size_t i) {
    const Candidate& it = all_[i];
    result_.refusals.insert(result_.refusals.end(), it.problems.begin(), it.problems.end());
    alive_[i] = it.image && it.problems.empty();
    if (!it.image) return;
    const auto version = parse_version(manifest(i).version).value_or(Version{});
    const auto least = parse_version(it.wanted.at_least);
    const auto below = parse_version(it.wanted.below);
    if (least && version < *least) {
      refuse(i, "version-too-old", it.wanted.id + " >= " + it.wanted.at_least,
             "(" + region_line(i) + ")", manifest(i).version, it.image->path,
             "install a newer " + it.wanted.id);
    }
    if (below && version >= *below) {
      refuse(i, "version-too-new", it.wanted.id + " < " + it.wanted.below,
             "(" + region_line(i) + ")", manifest(i).version, it.image->path,
             "install an older " + it.wanted.id + ", or widen the range");
    }
    if (manifest(i).mock && !region_.mocks) {
      refuse(i, "mock-not-allowed", "a profile with «mocks true»",
             "(it stands in for a real service)",
             "profile " + (region_.profile.empty() ? "(none)" : region_.profile), "",
             "use profile qa, or " + removal(i));
    }
  }

  /// Providers of each contract in the region's order. Refused ones count only where there is no
  /// other: then a consumer's refusal names the provider that would have been there.
  void find_providers() {
    for (const bool admitted : {true, false}) {
      for (size_t i = 0; i < all_.size(); ++i) {
        if (!all_[i].image || alive_[i] != admitted) continue;
        for (const auto& entry : manifest(i).provides.entries) {
          auto& list = providers_[entry.name];
          if (admitted || list.empty()) list.push_back(i);
        }
      }
    }
    for (const auto& [contract, list] : providers_) {
      if (list.size() < 2 || is_plural(contract) || region_.choose.contains(contract)) continue;
      std::string names;
      for (size_t i : list) names += (names.empty() ? "" : ", ") + all_[i].wanted.id;
      for (size_t i : list) {
        refuse(i, "contract-ambiguous", "to be the one provider of " + contract,
               "(its manifest, line " + std::to_string(manifest(i).provides.find(contract)->line) +
                   ")",
               std::to_string(list.size()) + " providers", names,
               "add «choose { " + contract + " " + all_[list.front()].wanted.id + " }» to " +
                   all_[i].wanted.file + ", or remove one of them");
      }
    }
  }

  /// Several may provide a contract when each of them says so.
  bool is_plural(const std::string& contract) const {
    const auto& list = providers_.at(contract);
    return std::all_of(list.begin(), list.end(),
                       [&](size_t i) { return manifest(i).provides.find(contract)->value.plural; });
  }

  void check_choices() {
    for (const auto& [contract, plugin] : region_.choose) {
      const auto found = providers_.find(contract);
      const bool good = found != providers_.end() &&
                        std::any_of(found->second.begin(), found->second.end(),
                                    [&](size_t i) { return all_[i].wanted.id == plugin; });
      if (good) continue;
      result_.refusals.push_back({plugin, "?", "choice-unknown", "to provide " + contract,
                                  "(choose of the region)", "no such provider", "",
                                  "correct the choose entry of " + contract});
    }
  }

  std::vector<size_t> providers_of(const std::string& contract, bool each) const {
    const auto found = providers_.find(contract);
    if (found == providers_.end()) return {};
    if (each) return found->second;
    const auto chosen = region_.choose.find(contract);
    for (size_t i : found->second) {
      if (chosen == region_.choose.end() || all_[i].wanted.id == chosen->second) return {i};
    }
    return {};
  }

  void check_uses(size_t i) {
    if (!all_[i].image) return;
    for (const auto& used : manifest(i).uses.entries) {
      const auto providers = providers_of(used.name, used.value.each);
      if (providers.empty() && !used.value.optional && !used.value.each) {
        refuse(i, "contract-missing", used.name, where(used), "no plugin provides it", "",
               "add a plugin that provides " + used.name + ", or " + removal(i));
      }
      for (size_t p : providers) {
        const auto* provided = manifest(p).provides.find(used.name);
        if (provided->value.minor >= used.value.minor || used.value.optional) continue;
        refuse(i, "contract-too-old", used.name + " >= " + minor_text(used.name, used.value.minor),
               where(used), used.name + " " + minor_text(used.name, provided->value.minor),
               "provided by " + all_[p].wanted.id + " " + manifest(p).version,
               "update " + all_[p].wanted.id + ", or " + removal(i));
      }
    }
  }

  static std::string minor_text(const std::string& contract, int32_t minor) {
    return contract.substr(contract.find('/') + 1) + "." + std::to_string(minor);
  }

  struct Requirement {
    const Named<UsedEntry>::Entry* use;
    size_t provider;
  };

  /// Whom `i` cannot start without.
  std::vector<Requirement> required(size_t i) const {
    std::vector<Requirement> out;
    for (const auto& used : manifest(i).uses.entries) {
      if (used.value.optional || used.value.each) continue;
      for (size_t p : providers_of(used.name, false))
        if (p != i) out.push_back({&used, p});
    }
    return out;
  }

  void refuse_cycles() {
    std::vector<int> colour(all_.size(), 0);
    std::vector<size_t> path;
    for (size_t i = 0; i < all_.size(); ++i) visit(i, colour, path);
  }

  void visit(size_t i, std::vector<int>& colour, std::vector<size_t>& path) {
    if (!all_[i].image || colour[i] == 2) return;
    if (colour[i] == 1) return refuse_cycle({std::find(path.begin(), path.end(), i), path.end()});
    colour[i] = 1;
    path.push_back(i);
    for (const Requirement& it : required(i)) visit(it.provider, colour, path);
    path.pop_back();
    colour[i] = 2;
  }

  /// Each uses the next, the last one the first.
  void refuse_cycle(const std::vector<size_t>& cycle) {
    std::string names;
    for (size_t i : cycle) names += all_[i].wanted.id + " -> ";
    names += all_[cycle.front()].wanted.id;
    for (size_t k = 0; k < cycle.size(); ++k) {
      const size_t next = cycle[(k + 1) % cycle.size()];
      for (const Requirement& it : required(cycle[k])) {
        if (it.provider != next) continue;
        refuse(cycle[k], "dependency-cycle", it.use->name, where(*it.use), "a cycle", names,
               "make one of these uses optional");
        break;
      }
    }
  }

  /// Who requires a refused plugin cannot run either.
  void spread() {
    for (bool changed = true; changed;) {
      changed = false;
      for (size_t i = 0; i < all_.size(); ++i) {
        if (!alive_[i]) continue;
        for (const Requirement& it : required(i)) {
          if (alive_[it.provider]) continue;
          const std::string& provider = all_[it.provider].wanted.id;
          refuse(i, "requires-refused", it.use->name, where(*it.use), "refused",
                 "provided by " + provider, "mend " + provider + " first, or " + removal(i));
          changed = true;
          break;
        }
      }
    }
  }

  void place(size_t i) {
    if (!alive_[i] || progress_[i] != Progress::none) return;
    progress_[i] = Progress::begun;
    for (const Requirement& it : required(i)) place(it.provider);
    for (const auto& used : manifest(i).uses.entries) {
      for (size_t p : providers_of(used.name, used.value.each)) {
        // Optional and plural providers go first, unless they cannot start before one that waits.
        if (!waits_for_begun(p)) place(p);
      }
    }
    progress_[i] = Progress::placed;
    result_.order.push_back(i);
  }

  /// Cycles were refused before, so this ends.
  bool waits_for_begun(size_t i) const {
    if (!alive_[i] || progress_[i] == Progress::placed) return false;
    if (progress_[i] == Progress::begun) return true;
    const auto all = required(i);
    return std::any_of(all.begin(), all.end(),
                       [&](const Requirement& it) { return waits_for_begun(it.provider); });
  }

  void bind(size_t i) {
    for (const auto& used : manifest(i).uses.entries) {
      ResolvedBinding binding{
          all_[i].wanted.id, used.name, {}, used.value.optional || used.value.each, CURANTE_PATH_DIRECT, ""};
      for (size_t p : providers_of(used.name, used.value.each)) {
        const auto* provided = manifest(p).provides.find(used.name);
        if (!alive_[p] || provided->value.minor < used.value.minor) continue;
        binding.providers.push_back(all_[p].wanted.id);
        choose_path(i, p, used.name, binding);
      }
      result_.bindings.push_back(std::move(binding));
    }
  }

  void choose_path(size_t consumer, size_t provider, const std::string& contract,
                   ResolvedBinding& binding) const {
    const PluginImage& c = *all_[consumer].image;
    const PluginImage& p = *all_[provider].image;
    const std::string_view abi = detail::abi_difference(c.abi, p.abi);
    const auto ours = c.layouts.find(contract), theirs = p.layouts.find(contract);
    for (const size_t side : {provider, consumer}) {
      if (!all_[side].isolated) continue;
      binding.path = CURANTE_PATH_ISOLATED;
      binding.reason = all_[side].wanted.id + " runs in a process of its own";
      return;
    }
    if (!abi.empty()) {
      binding.path = CURANTE_PATH_MARSHALLED;
      binding.reason = "ABI tags differ: " + std::string(abi);
    } else if (ours == c.layouts.end() || theirs == p.layouts.end()) {
      binding.path = CURANTE_PATH_MARSHALLED;
      binding.reason =
          "one side does not say how it was laid out (CURANTE_PLUGIN names too few contracts)";
    } else if (ours->second != theirs->second) {
      binding.path = CURANTE_PATH_MARSHALLED;
      binding.reason = "layout hashes differ";
    } else if (binding.reason.empty()) {
      binding.reason = "same ABI tag and layout hash";
    }
  }

  const std::vector<Candidate>& all_;
  const Region& region_;
  std::vector<bool> alive_;
  std::map<std::string, std::vector<size_t>> providers_;
  enum class Progress { none, begun, placed };
  std::vector<Progress> progress_;
  Resolution result_;
};

}  // namespace

Resolution resolve(const std::vector<Candidate>& candidates, const Region& region) {
  return Resolver(candidates, region).run();
}

}  // namespace curante::kernel
