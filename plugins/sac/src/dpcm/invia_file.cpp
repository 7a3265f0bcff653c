// SPDX-License-Identifier: Apache-2.0
#include "dpcm/invia_file.hpp"

#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartWriter.h>

#include <sstream>

#include "soap/xml_writer.hpp"

namespace curante::sac::invia_file {
namespace {

constexpr std::string_view ns = "urn:attachment.ws.it";
constexpr const char* root_id = "<richiesta>";
constexpr const char* accepted = "000";  // PROTOCOLS 3.1 [C]

}  // namespace

Message encode(const std::string& file_name, const std::string& zip) {
  SoapWriter envelope(ns, "", "inputBean");
  envelope.bare("nomeFileAllegato", file_name);
  std::ostringstream out;
  Poco::Net::MultipartWriter parts(out);
  Poco::Net::MessageHeader root;
  root.set("Content-Type", "text/xml; charset=UTF-8");
  root.set("Content-Transfer-Encoding", "8bit");
  root.set("Content-ID", root_id);
  parts.nextPart(root);
  out << envelope.finish();
  Poco::Net::MessageHeader file;
  file.set("Content-Type", "application/zip");
  file.set("Content-Transfer-Encoding", "binary");
  file.set("Content-ID", "<" + file_name + ">");
  file.set("Content-Disposition", "attachment; filename=\"" + file_name + "\"");
  parts.nextPart(file);
  out << zip;
  parts.close();
  return {"multipart/related; type=\"text/xml\"; start=\"" + std::string(root_id) +
              "\"; boundary=\"" + parts.boundary() + "\"",
          out.str()};
}

red_recipe_channel::Receipt decode(const SoapAnswer& answer) {
  const XmlElement body = answer.body(ns, "ricevuta");
  red_recipe_channel::Receipt receipt;
  receipt.protocol = body.text("", "protocolloSAC");
  receipt.received_at = body.text("", "dataAccoglienza");
  receipt.code = body.text("", "codiceEsito");
  receipt.text = body.text("", "descrizioneEsito");
  const bool taken = receipt.code == accepted;
  if (receipt.code.empty() || (taken && receipt.protocol.empty())) {
    throw Error("answer-unexpected", "il servizio ha risposto senza esito o senza protocollo",
                "l'esito viene verificato automaticamente");
  }
  receipt.outcome =
      taken ? red_recipe_channel::Outcome::accepted : red_recipe_channel::Outcome::refused;
  return receipt;
}

}  // namespace curante::sac::invia_file
