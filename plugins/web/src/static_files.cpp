// SPDX-License-Identifier: Apache-2.0
#include "static_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "answer.hpp"

namespace curante::web {

namespace {

bool plain_segment(const std::string& segment) {
  if (segment.empty() || segment.front() == '.') return false;
  for (char c : segment) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    if (!plain) return false;
  }
  return true;
}

std::string media_type(const std::string& file) {
  static constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".html", "text/html; charset=utf-8"},       {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},         {".json", "application/json; charset=utf-8"},
      {".svg", "image/svg+xml"},                   {".png", "image/png"},
      {".webmanifest", "application/manifest+json"}, {".ico", "image/x-icon"}};
  for (const auto& [ending, type] : types) {
    if (file.ends_with(ending)) return std::string(type);
  }
  return "application/octet-stream";
}

}  // namespace

void StaticFiles::serve(const std::vector<std::string>& path,
                        const Poco::Net::HTTPServerRequest& request,
                        Poco::Net::HTTPServerResponse& response) const {
  std::string file = directory_;
  for (size_t i = 1; i < path.size(); ++i) {
    if (!plain_segment(path[i])) throw Error("not-found", "il file non esiste", "");
    file += "/" + path[i];
  }
  send(file, request, response);
}

void StaticFiles::serve_shell(const Poco::Net::HTTPServerRequest& request,
                              Poco::Net::HTTPServerResponse& response) const {
  send(directory_ + "/curante.web/index.html", request, response);
}

void StaticFiles::send(const std::string& file, const Poco::Net::HTTPServerRequest& request,
                       Poco::Net::HTTPServerResponse& response) const {
  struct stat facts {};
  std::ifstream in(file, std::ios::binary);
  if (stat(file.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode) || !in) {
    throw Error("not-found", "il file non esiste", "ricaricare la pagina");
  }
  const std::string tag = fmt::format("\"{:x}-{:x}\"", facts.st_mtim.tv_sec * 1000000000 + facts.st_mtim.tv_nsec,
                                      facts.st_size);
  response.set("ETag", tag);
  response.set("Cache-Control", "no-cache");
  if (request.get("If-None-Match", "") == tag) return answer(response, 304, media_type(file), "");
  std::ostringstream body;
  body << in.rdbuf();
  answer(response, 200, media_type(file), body.str());
}

}  // namespace curante::web
