// SPDX-License-Identifier: Apache-2.0
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include "simulator_test.hpp"

namespace {

const Address kUpload{"/REL/service/invioTelematicoSanita", "invio"};
const Address kFiles{"/REL/service/esitiTelematicoSanita", "VisualizzaElencoStatoInvii"};
const Address kRecipes{"/REL/service/esitiTelematicoSanita", "VisualizzaElencoStatoRicette"};

std::string zipped(const std::string& name, const std::string& content) {
  std::string out(content.size() + 4096, '\0');
  size_t used = 0;
  archive* zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_open_memory(zip, out.data(), out.size(), &used);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, name.c_str());
  archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(zip, entry);
  archive_write_data(zip, content.data(), content.size());
  archive_write_close(zip);
  archive_entry_free(entry);
  archive_write_free(zip);
  out.resize(used);
  return out;
}

class RedFilesTest : public SimulatorTest {
 protected:
  std::string insert(const std::string& code, const std::string& patient = "PNIMRA70A01H501P") {
    std::string text = fmt::format(
        "<RicettaI><Bar1>{}</Bar1><Bar2>{}</Bar2><Altro/><NoteInvio/><CodiceAss>{}</CodiceAss>",
        code.substr(0, 5), code.substr(5), client().encrypted(patient));
    for (const char* name : {"TipoPrescrizione", "CodEsenzione",      "NonEsente",
                             "Reddito",          "CodiceDiagnosi",    "DescrizioneDiagnosi",
                             "TotPezzi",         "TipoRic",           "DataCompilazione",
                             "TipoVisita",       "DispReg",           "ProvAssistito",
                             "AslAssistito",     "IndicazionePresc",  "ClassePriorita",
                             "StatoEstero",      "IstituzCompetente", "NumIdentPers",
                             "NumIdentTess",     "DataNascitaEstero", "DataScadTessera",
                             "Ricetta1",         "Ricetta2"}) {
      text += fmt::format("<{}/>", name);
    }
    return text + "<Prescrizione/></RicettaI>";
  }
  std::string cancel(const std::string& code, const std::string& protocol) {
    return fmt::format(
        "<RicettaC><Bar1>{}</Bar1><Bar2>{}</Bar2><ProtocolloSAC>{}</ProtocolloSAC><Ricetta1/>"
        "<Ricetta2/></RicettaC>",
        code.substr(0, 5), code.substr(5), protocol);
  }
  std::string file(const std::string& entries) {
    return "<RicetteMIR><Testata><PinCode>" + client().encrypted(kDoctor.pincode) +
           "</PinCode><TipoInvio>RPS</TipoInvio><Testata1/><Testata2/></Testata>" + entries +
           "</RicetteMIR>";
  }
  SoapAnswer send(const std::string& attachment, const std::string& type = "multipart/related") {
    const std::string message = in_envelope(
        "<t:inputBean xmlns:t=\"urn:attachment.ws.it\"><nomeFileAllegato>a.zip</nomeFileAllegato>"
        "</t:inputBean>");
    const std::string body = "--cut\r\nContent-Type: text/xml\r\n\r\n" + message +
                             "\r\n--cut\r\nContent-Type: application/zip\r\n\r\n" + attachment +
                             "\r\n--cut--\r\n";
    SoapClient::Options options;
    options.content_type = type + "; boundary=cut";
    return client().send(kUpload, kDoctor, body, options);
  }
  AnswerTree sent(const std::string& entries) {
    const SoapAnswer answer = send(zipped("a.xml", file(entries)));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return AnswerTree(answer.body);
  }
  AnswerTree asked_of(const Address& address, const std::string& dto, const std::string& protocol) {
    return asked(client(), address, kDoctor,
                 fmt::format("<v:{0} xmlns:v=\"urn:esiti.ws.it\"><v:{1}><v:pinCodeIn>{2}"
                             "</v:pinCodeIn><v:protocolloSac>{3}</v:protocolloSac></v:{1}></v:{0}>",
                             address.action, dto, client().encrypted(kDoctor.pincode), protocol));
  }
  std::string state(const std::string& protocol) {
    return asked_of(kFiles, "elencoSinteticoStatoInviiDTO", protocol).one("statoInvio");
  }
  size_t live() { return simulator().admin("GET", "/red/live").at("codes").as_array().size(); }
};

TEST_F(RedFilesTest, AGoodFileIsAcceptedAndCleanAndItsRecipesAreLive) {
  const auto answer = sent(insert("120261234567008") + insert("120261234567019"));
  EXPECT_EQ(answer.one("codiceEsito"), "000");
  EXPECT_EQ(state(answer.one("protocolloSAC")), "File elaborato correttamente e privo di errori");
  EXPECT_EQ(live(), 2U);
}

TEST_F(RedFilesTest, ARecipeThatIsThereAlreadyIsDiscarded) {
  sent(insert("120261234567008"));
  const auto both = sent(insert("120261234567008") + insert("120261234567019"));
  EXPECT_EQ(state(both.one("protocolloSAC")),
            "File elaborato correttamente con presenza di errori scartanti");
  const auto recipes =
      asked_of(kRecipes, "ElencoAnaliticoEsitoRicetteDTO", both.one("protocolloSAC"));
  EXPECT_EQ(recipes.one("codice"), "R001");
  const auto again = sent(insert("120261234567008"));
  EXPECT_EQ(state(again.one("protocolloSAC")), "File completamente scartato");
  EXPECT_EQ(live(), 2U);
}

TEST_F(RedFilesTest, ACancellationNamesTheRightProtocol) {
  const std::string protocol = sent(insert("120261234567008")).one("protocolloSAC");
  const auto wrong = sent(cancel("120261234567008", "1"));
  EXPECT_EQ(state(wrong.one("protocolloSAC")), "File completamente scartato");
  EXPECT_EQ(live(), 1U);
  sent(cancel("120261234567008", protocol));
  EXPECT_EQ(live(), 0U);
}

TEST_F(RedFilesTest, AFileMayWaitToBeLookedAt) {
  simulator().admin("POST", "/switches", {{"red_at_once", false}});
  const std::string protocol = sent(insert("120261234567008")).one("protocolloSAC");
  EXPECT_EQ(state(protocol), "File in attesa di elaborazione");
  EXPECT_EQ(live(), 0U);
  EXPECT_EQ(simulator().admin("POST", "/red/process").at("processed").as_int64(), 1);
  EXPECT_EQ(state(protocol), "File elaborato correttamente e privo di errori");
}

TEST_F(RedFilesTest, WhatIsNoFileOfRecipesIsRefused) {
  const auto refused = [&](const std::string& attachment) {
    return AnswerTree(send(attachment).body).one("codiceEsito");
  };
  EXPECT_EQ(refused("no archive"), "001");
  EXPECT_EQ(refused(zipped("b.xml", file(insert("120261234567008")))), "002");
  EXPECT_EQ(refused(zipped("a.xml", "<Ricette/>")), "003");
  EXPECT_EQ(refused(zipped("a.xml", file("<RicettaI><Bar1>12026</Bar1></RicettaI>"))), "003");
  EXPECT_EQ(send("x", "text/xml").status, 415);
  EXPECT_EQ(live(), 0U);
}

}  // namespace
