// SPDX-License-Identifier: Apache-2.0
#include "open_api.hpp"

#include <exception>
#include <functional>

#include "curante/error.hpp"
#include "tree.hpp"

namespace curante::web {

namespace {

using enum Scope::Kind;

class Description {
 public:
  Description(const Sink& out, const Tree& contracts) : out_(out), contracts_(contracts) {}

  void write() {
    const Scope root(out_, object);
    root.text("openapi", "3.1.0");
    root.name("info");
    {
      const Scope info(out_, object);
      info.text("title", "Curante");
      info.text("version", "1");
      info.text("description",
                "Every public call of the contracts that this practice's plugins provide.");
    }
    root.name("paths");
    {
      const Scope paths(out_, object);
      each_contract([&](const Tree& contract) { write_calls(paths, contract); });
    }
    root.name("components");
    const Scope components(out_, object);
    components.name("schemas");
    const Scope schemas(out_, object);
    write_error(schemas);
    each_contract([&](const Tree& contract) { write_types(schemas, contract); });
  }

 private:
  void each_contract(const std::function<void(const Tree&)>& visit) {
    for (size_t i = 0; i < contracts_.count(); ++i) {
      const Tree contract = contracts_.at(i);
      const Tree calls = contract.get("calls");
      bool any = false;
      for (size_t k = 0; k < calls.count(); ++k) any = any || calls.at(k).flag("public");
      if (any && !contract.flag("plural")) visit(contract);
    }
  }

  /// "chart/1" + "Patient" → "chart.1.Patient"
  static std::string schema_name(const Tree& contract, const std::string& type) {
    std::string id = contract.text("id");
    for (char& c : id) c = c == '/' ? '.' : c;
    return id + "." + type;
  }

  void reference(const Tree& contract, const std::string& type) {
    const Scope it(out_, object);
    it.text("$ref", "#/components/schemas/" + schema_name(contract, type));
  }

  void body(const std::function<void()>& schema) {
    const Scope content(out_, object);
    content.name("application/json");
    const Scope json(out_, object);
    json.name("schema");
    schema();
  }

  void write_calls(const Scope& paths, const Tree& contract) {
    const Tree calls = contract.get("calls");
    for (size_t i = 0; i < calls.count(); ++i) {
      const Tree call = calls.at(i);
      if (call.flag("public")) write_call(paths, contract, call);
    }
  }

  void write_call(const Scope& paths, const Tree& contract, const Tree& call) {
    paths.name("/api/" + contract.text("id") + "/" + call.text("name"));
    const Scope path(out_, object);
    path.name("post");
    const Scope post(out_, object);
    post.text("operationId", schema_name(contract, call.text("name")));
    const std::string permission = call.text("permission");
    post.text("summary", call.text("summary"));
    post.text("description", call.flag("anonymous")   ? "Before sign-in, too."
                             : permission.empty()     ? "Any signed-in user."
                                                      : "Needs the permission " + permission + ".");
    post.name("requestBody");
    {
      const Scope request(out_, object);
      request.name("content");
      body([&] { reference(contract, call.text("request")); });
    }
    post.name("responses");
    const Scope responses(out_, object);
    response(responses, "200", "the reply", [&] { reference(contract, call.text("reply")); });
    response(responses, "default", "a refusal, with what to do about it", [&] {
      const Scope it(out_, object);
      it.text("$ref", "#/components/schemas/Error");
    });
  }

  void response(const Scope& responses, const char* status, const char* text,
                const std::function<void()>& schema) {
    responses.name(status);
    const Scope it(out_, object);
    it.text("description", text);
    it.name("content");
    body(schema);
  }

  void write_error(const Scope& schemas) {
    schemas.name("Error");
    const Scope it(out_, object);
    it.text("type", "object");
    it.name("properties");
    const Scope properties(out_, object);
    for (const char* name : {"code", "message", "remedy"}) {
      properties.name(name);
      const Scope member(out_, object);
      member.text("type", "string");
    }
  }

  void write_types(const Scope& schemas, const Tree& contract) {
    const Tree types = contract.get("types");
    for (size_t i = 0; i < types.count(); ++i) {
      const std::string name = types.name(i);
      schemas.name(schema_name(contract, name));
      const Scope it(out_, object);
      it.text("type", "object");
      it.name("properties");
      const Scope properties(out_, object);
      const Tree members = types.get(name);
      for (size_t k = 0; k < members.count(); ++k) {
        properties.name(members.at(k).text("name"));
        write_member(contract, types, members.at(k));
      }
    }
  }

  void write_member(const Tree& contract, const Tree& types, const Tree& member) {
    const Scope it(out_, object);
    if (member.flag("list")) {
      it.text("type", "array");
      it.name("items");
      const Scope items(out_, object);
      write_type(items, contract, types, member);
    } else {
      write_type(it, contract, types, member);
    }
  }

  void write_type(const Scope& it, const Tree& contract, const Tree& types, const Tree& member) {
    const std::string type = member.text("type");
    if (types.get(type).count() > 0 || has_type(types, type)) {
      it.text("$ref", "#/components/schemas/" + schema_name(contract, type));
      return;
    }
    if (type == "bool") return it.text("type", "boolean");
    if (type == "double") return it.text("type", "number");
    if (type == "int32" || type == "int64" || type == "money") {
      it.text("type", "integer");
      return it.text("format", type == "int32" ? "int32" : "int64");
    }
    it.text("type", "string");
    if (type == "date") it.text("format", "date");
    if (type == "instant") it.text("format", "date-time");
    if (type == "bytes") it.text("contentEncoding", "base64");
    if (type == "Id") it.text("format", "uuid");
    const Tree values = member.get("values");
    if (values.count() == 0) return;
    it.name("enum");
    const Scope list(out_, array);
    for (size_t i = 0; i < values.count(); ++i) {
      const std::string value = values.at(i).text();
      out_.vtable->text(out_.self, str(value));
    }
  }

  static bool has_type(const Tree& types, const std::string& wanted) {
    for (size_t i = 0; i < types.count(); ++i) {
      if (types.name(i) == wanted) return true;
    }
    return false;
  }

  const Sink& out_;
  Tree contracts_;
};

}  // namespace

std::string open_api(const Host& host, const std::string& directory) {
  struct Work {
    const Host& host;
    std::string text;
    const Tree* contracts = nullptr;
  } work{host, {}, nullptr};
  const auto write_text = [](void* self, const curante_writer* out, void* out_self) {
    const Sink sink{out, out_self};
    Description(sink, *static_cast<Work*>(self)->contracts).write();
  };
  const auto take_text = [](void* self, curante_str text) {
    static_cast<Work*>(self)->text = view(text);
  };
  struct Read {
    Work& work;
    decltype(write_text) write;
    decltype(take_text) take;
  } read{work, write_text, take_text};
  FailureCatcher failure;
  failure.check(host.json()->parse(
      host.edge()->self, str(directory),
      [](void* self, curante_node node, const curante_reader* reader) {
        auto& it = *static_cast<Read*>(self);
        const Tree contracts = Tree({reader, node}).get("contracts");
        it.work.contracts = &contracts;
        it.work.host.json()->print(it.work.host.edge()->self, it.write, &it.work, it.take, &it.work);
      },
      &read, failure.edge()));
  return std::move(work.text);
}

}  // namespace curante::web
