// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "rules/aic.hpp"
#include "rules/email_address.hpp"
#include "rules/fiscal_code.hpp"
#include "rules/id.hpp"
#include "rules/mobile_number.hpp"
#include "rules/nre.hpp"

namespace curante {
namespace {

template <class T>
std::string code_of(const char* text) {
  try {
    T{text};
    return "accepted";
  } catch (const Error& e) {
    return e.code();
  }
}

TEST(MobileNumber, IsWrittenOneWay) {
  for (const char* same : {"3331234567", "333 123 4567", "+39 333.1234567", "0039 333/1234567"}) {
    EXPECT_EQ(MobileNumber(same).value(), "+393331234567");
  }
  EXPECT_EQ(MobileNumber("+41 79 123 45 67").value(), "+41791234567");
  for (const char* none : {"06 1234567", "33312345", "333 12345678", "333x1234567", "+39061234567",
                           "3+331234567", "+1234"}) {
    EXPECT_EQ(code_of<MobileNumber>(none), "mobile-malformed") << none;
  }
}

TEST(EmailAddress, IsOneAddressAndNothingBesideIt) {
  EXPECT_EQ(EmailAddress(" Maria.Rossi+x@Posta.Example.IT ").value(),
            "Maria.Rossi+x@posta.example.it");
  for (const char* none :
       {"maria", "maria@", "@example.it", "maria@example", "a@b@example.it", "a b@example.it",
        "a..b@example.it", ".a@example.it", "a@-example.it", "a@example..it", "a@example.it\r\nBcc: b",
        "Maria <a@example.it>", "a@example.it,b@example.it", "a@[127.0.0.1]"}) {
    EXPECT_EQ(code_of<EmailAddress>(none), "email-malformed") << none;
  }
}

TEST(FiscalCode, IsCheckedToItsLastLetter) {
  EXPECT_EQ(FiscalCode("pnimra70a01h501p").value(), "PNIMRA70A01H501P");
  EXPECT_EQ(code_of<FiscalCode>("PNIMRA70A01H501Q"), "fiscal-code-check-letter");
  EXPECT_EQ(code_of<FiscalCode>("PNIMRA70A01H501"), "fiscal-code-malformed");
  EXPECT_EQ(code_of<FiscalCode>("PNIMRA70A32H501P"), "fiscal-code-malformed");
  EXPECT_EQ(code_of<FiscalCode>("PROVAX00X00X000Y"), "fiscal-code-malformed");
  EXPECT_EQ(code_of<FiscalCode>(""), "accepted");
}

TEST(FiscalCode, OmocodiaLettersStandForDigits) {
  std::string code = "PNIMRA70A01H50M";
  code += FiscalCodeRule::check_letter(code);
  EXPECT_EQ(FiscalCode(code).value(), code);
  EXPECT_EQ(FiscalCodeRule::plain(code).substr(0, 15), "PNIMRA70A01H501");
}

TEST(FiscalCode, PersonsWithoutOneHaveAnother) {
  EXPECT_EQ(code_of<FiscalCode>("STP1202010000001"), "accepted");
  EXPECT_EQ(code_of<FiscalCode>("ENI1202010000001"), "accepted");
  EXPECT_EQ(code_of<FiscalCode>("12345678903"), "accepted");
  EXPECT_EQ(code_of<FiscalCode>("12345678901"), "fiscal-code-check-letter");
}

TEST(PrescriberCode, HasSixteenLettersAndDigits) {
  EXPECT_EQ(PrescriberCode("provax00x00x000y").value(), "PROVAX00X00X000Y");
  EXPECT_EQ(code_of<PrescriberCode>("PROVAX00X00X000"), "prescriber-code-malformed");
  EXPECT_EQ(code_of<PrescriberCode>("PROVAX00X00X000-"), "prescriber-code-malformed");
}

TEST(Aic, HasACheckDigit) {
  EXPECT_EQ(Aic("A024840074").value(), "024840074");
  EXPECT_EQ(code_of<Aic>("024840075"), "aic-check-digit");
  EXPECT_EQ(code_of<Aic>("24840074"), "aic-malformed");
  EXPECT_EQ(code_of<Aic>("02484007x"), "aic-malformed");
}

TEST(Nre, HasItsForm) {
  EXPECT_EQ(code_of<Nre>("1300A4019294847"), "accepted");
  EXPECT_EQ(code_of<Nre>("1300A401929484"), "nre-malformed");
  EXPECT_EQ(code_of<Nre>("130004019294847"), "nre-malformed");
}

TEST(Id, IsAUuid) {
  EXPECT_EQ(Id("0F8FAD5B-D9CB-469F-A165-70867728950E").value(), "0f8fad5b-d9cb-469f-a165-70867728950e");
  EXPECT_EQ(code_of<Id>("0f8fad5b-d9cb-469f-a165-70867728950"), "invalid-id");
  EXPECT_EQ(code_of<Id>("0f8fad5bd9cb469fa16570867728950e0000"), "invalid-id");
  EXPECT_EQ(code_of<Id>("'; drop table patient; --"), "invalid-id");
}

}  // namespace
}  // namespace curante
