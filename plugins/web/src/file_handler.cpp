// SPDX-License-Identifier: Apache-2.0
#include "file_handler.hpp"

#include <Poco/URI.h>

#include "answer.hpp"
#include "blob.hpp"
#include "curante/json.hpp"

namespace curante::web {

namespace {

/// The query as a request's JSON; its members are texts.
std::string request_of(const Host& host, const Poco::URI::QueryParameters& query) {
  std::string text;
  struct Fill {
    const Poco::URI::QueryParameters& query;
  } fill{query};
  host.json()->print(
      host.edge()->self,
      [](void* self, const curante_writer* out, void* out_self) {
        out->begin_object(out_self);
        for (const auto& [name, value] : static_cast<Fill*>(self)->query) {
          out->name(out_self, str(name));
          out->text(out_self, str(value));
        }
        out->end_object(out_self);
      },
      &fill, [](void* self, curante_str out) { *static_cast<std::string*>(self) = view(out); }, &text);
  return text;
}

/// A name that is safe inside a header.
std::string plain_name(const std::string& name) {
  std::string out;
  for (char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    out += plain ? c : '_';
  }
  return out.empty() ? "file" : out;
}

}  // namespace

void FileHandler::handle(const std::vector<std::string>& path, Poco::Net::HTTPServerRequest& request,
                         Poco::Net::HTTPServerResponse& response) const {
  if (path.size() != 4 || request.getMethod() != "GET") {
    throw Error("not-found", "questo indirizzo non esiste", "vedere /api/openapi.json");
  }
  const auto context = sessions_.open(request);
  const std::string reply =
      call_json(host_, sessions_.entry(), context->get(), path[1] + "/" + path[2], path[3],
                request_of(host_, Poco::URI(request.getURI()).getQueryParameters()));
  const Blob blob = from_json<Blob>(host_, reply);
  if (blob.media_type.empty()) {
    throw Error("not-found", "questa chiamata non restituisce un documento", "usare POST /api/…");
  }
  response.set("Content-Disposition", "inline; filename=\"" + plain_name(blob.file_name) + "\"");
  answer(response, 200, blob.media_type, {blob.content.begin(), blob.content.end()});
}

}  // namespace curante::web
