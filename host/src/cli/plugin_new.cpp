// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/installation.hpp"
#include "cli/project_names.hpp"
#include "curante/error.hpp"
#include "manifest/plugin_manifest.hpp"
#include "runtime/tree.hpp"

namespace curante::kernel {

namespace fs = std::filesystem;

namespace {

/// A contract as the generated code meets it.
struct KnownContract {
  std::string id, header, name_space;
  std::vector<std::string> calls;  ///< names of request structs
  bool own = false;                ///< the SDK has none: the project gets a small one
};

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string one; std::getline(in, one, ',');) all.push_back(one);
  return all;
}

KnownContract contract_of(const std::string& id, const Installation& installation) {
  if (!is_contract_id(id)) {
    throw Error("usage", "«" + id + "» is no contract", "write name/revision, like chart/1");
  }
  KnownContract it{id, "", name_space_of(id), {"Greet"}, true};
  it.header = it.name_space + ".hpp";
  const fs::path lock = fs::path(installation.contracts) / (it.name_space + ".lock");
  if (!fs::exists(lock)) return it;
  const boost::json::value description = parse_text(text_of(lock));
  if (description.at("id").as_string() != id) return it;
  it.own = false;
  it.calls.clear();
  for (const auto& call : description.at("calls").as_array()) {
    it.calls.emplace_back(call.at("request").as_string());
  }
  return it;
}

std::vector<KnownContract> contracts_of(const std::string& list) {
  std::vector<KnownContract> all;
  for (const std::string& id : list_of(list)) all.push_back(contract_of(id, Installation::here()));
  return all;
}

std::string struct_of(const KnownContract& it, const std::string& name) {
  return "curante::" + it.name_space + "::" + name;
}

std::string camel(const std::string& name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c == '-') {
      upper = true;
      continue;
    }
    out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

/// Every placeholder of the template.
using Words = std::map<std::string, std::string>;

void add_provided(const KnownContract& it, Words& words) {
  words["PROVIDES"] += "  " + it.id + "\n";
  words["PROVIDE_INCLUDES"] += "#include \"" + it.header + "\"\n";
  const std::string member = "serves_" + it.name_space + "_";
  words["PROVIDE_INIT"] += ",\n        " + member + "(curante::provide<" +
                           struct_of(it, "Contract") + ">(host, answers_))";
  words["PROVIDE_MEMBERS"] += "  std::unique_ptr<curante::Service> " + member + ";\n";
  words["SERVICES"] += (words["SERVICES"].empty() ? "" : ", ") + member + ".get()";
  for (const std::string& call : it.calls) {
    const std::string request = struct_of(it, call);
    words["ANSWERS"] +=
        "  " + request + "::Reply on(const curante::CallContext&, const " + request + "&" +
        (it.own ? " call) {\n    return {\"Hello, \" + call.name};\n  }\n" : ") { return {}; }\n");
  }
  const std::string request = struct_of(it, it.calls.front());
  words["TESTS"] += "TEST(Answers, " + camel(it.name_space) + it.calls.front() +
                    ") {\n  const curante::testing::Caller "
                    "caller(curante::testing::Caller::Fields{{\"user\", \"1\"}});\n  ";
  words["TESTS"] +=
      it.own ? "EXPECT_EQ(Answers().on(caller.context(), " + request +
                   "{\"Ada\"}).text, \"Hello, Ada\");\n}\n"
             : "EXPECT_NO_THROW(Answers().on(caller.context(), " + request + "{}));\n}\n";
}

void add_used(const KnownContract& it, Words& words) {
  const std::string member = it.name_space + "_";
  words["USES"] += "  " + it.id + "\n";
  words["USE_INCLUDES"] += "#include \"" + it.header + "\"\n";
  words["USE_INIT"] += ", " + member + "(host)";
  words["USE_MEMBERS"] += "  curante::Use<" + struct_of(it, "Contract") + "> " + member + ";\n";
  words["USE_START"] += "    host_.info(\"" + it.id + " by \" + " + member +
                        ".provider() + \": \" + " + member + ".why());\n";
}

/// Replaces every @WORD@; what is no placeholder stays.
std::string filled(std::string text, const Words& words) {
  for (const auto& [name, value] : words) {
    const std::string mark = "@" + name + "@";
    for (size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size()) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

void write(const fs::path& path, const std::string& text) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    throw Error("project-unwritable", path.string() + " cannot be written",
                "go to a folder that is yours, or make room on the disk");
  }
}

Words words_of(const std::string& id, const std::vector<KnownContract>& provided,
               const std::vector<KnownContract>& used) {
  Words words{{"ID", id},
              {"ROOM", id.substr(id.rfind('.') + 1)},
              {"ELEMENT", id},
              {"PROVIDES", ""},
              {"PROVIDE_INCLUDES", ""},
              {"PROVIDE_INIT", ""},
              {"ANSWERS", ""},
              {"TESTS", ""},
              {"USES", ""},
              {"USE_INCLUDES", ""},
              {"USE_INIT", ""},
              {"USE_MEMBERS", ""},
              {"PROVIDE_MEMBERS", ""},
              {"SERVICES", ""},
              {"USE_START", ""},
              {"CONTRACTS", ""}};
  words["CLASS"] = camel(words["ROOM"]);
  std::replace(words["ELEMENT"].begin(), words["ELEMENT"].end(), '.', '-');
  for (const KnownContract& it : provided) add_provided(it, words);
  for (const KnownContract& it : used) add_used(it, words);
  for (const auto* list : {&provided, &used}) {
    for (const KnownContract& it : *list) {
      words["CONTRACTS"] += (words["CONTRACTS"].empty() ? "" : ", ") + struct_of(it, "Contract");
    }
  }
  return words;
}

void check(const std::string& id, const std::vector<KnownContract>& provided,
           const std::vector<KnownContract>& used, const Installation& installation) {
  ProjectNames names{id, {}, {}, {}, {}};
  for (const KnownContract& it : provided) {
    names.provides.push_back(it.id);
    if (it.own) names.own.push_back(it.id);
  }
  for (const KnownContract& it : used) names.uses.push_back(it.id);
  std::error_code none;
  for (const auto& file : fs::directory_iterator(installation.contracts, none)) {
    names.known.push_back(file.path().stem().string());
  }
  check_names(names);
}

}  // namespace

int new_command(const Arguments& arguments) {
  arguments.allow({"provides", "uses"});
  if (arguments.words.size() != 1 || !is_plugin_id(arguments.words.front())) {
    throw Error("usage", "write: curante plugin new ID [--provides CONTRACT,…] [--uses CONTRACT,…]",
                "the id is like it.example.hello: small letters, digits, '-' and dots");
  }
  const std::string& id = arguments.words.front();
  const std::string room = id.substr(id.rfind('.') + 1);
  const fs::path folder = fs::current_path() / room;
  if (fs::exists(folder)) {
    throw Error("project-exists", "there is a " + folder.string() + " already",
                "remove it, or go to another folder");
  }
  const auto provided =
      contracts_of(arguments.has("provides") ? arguments.get("provides") : room + "/1");
  const auto used = contracts_of(arguments.get("uses"));
  for (const KnownContract& it : used) {
    if (it.own) {
      throw Error("usage", "the SDK has no contract " + it.id,
                  "use one of share/curante/contracts, or bring its header and write it yourself");
    }
  }
  check(id, provided, used, Installation::here());
  const Words words = words_of(id, provided, used);
  const fs::path from = Installation::here().plugin_template;
  for (const auto& file : fs::recursive_directory_iterator(from)) {
    const fs::path name = fs::relative(file.path(), from).replace_extension();
    if (!file.is_regular_file() || name.filename() == "contract.hpp") continue;
    write(folder / (name.filename() == "panel.js" ? "ui/" + id + ".js" : name.string()),
          filled(text_of(file.path()), words));
  }
  for (const KnownContract& it : provided) {
    if (!it.own) continue;
    write(folder / "src" / it.header, filled(text_of(from / "src/contract.hpp.in"),
                                             {{"CONTRACT", it.id}, {"NAMESPACE", it.name_space}}));
  }
  std::cout << "made     " << folder.string() << "\nnext     cd " << room
            << " && cmake --preset dev && cmake --build --preset dev && ctest --preset dev && "
               "curante plugin run\n";
  return exit_done;
}

}  // namespace curante::kernel
