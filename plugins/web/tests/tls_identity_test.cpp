// SPDX-License-Identifier: Apache-2.0
#include "tls_identity.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "curante/testing/caller.hpp"

namespace curante::web {
namespace {

class OwnIdentity : public ::testing::Test {
 protected:
  OwnIdentity() {
    char name[] = "/tmp/curante-tls-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~OwnIdentity() override { std::filesystem::remove_all(folder_); }
  static std::string text_of(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  std::filesystem::path folder_;
};

TEST_F(OwnIdentity, IsForTheNamesItIsReachedByAndItsKeyForTheOwnerAlone) {
  const TlsIdentity it = own_identity(folder_ / "tls", "curante.local");
  struct stat facts {};
  ASSERT_EQ(stat(it.key_file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  const std::unique_ptr<FILE, decltype(&fclose)> file(fopen(it.certificate_file.c_str(), "r"),
                                                      &fclose);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_X509(file.get(), nullptr, nullptr, nullptr), &X509_free);
  ASSERT_TRUE(certificate);
  for (const char* name : {"localhost", "curante.local"}) {
    EXPECT_EQ(X509_check_host(certificate.get(), name, 0, 0, nullptr), 1) << name;
  }
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_host(certificate.get(), "altrove.example", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ca(certificate.get()), 0) << "it signs nothing but itself";
}

TEST_F(OwnIdentity, StaysTheSame) {
  const TlsIdentity first = own_identity(folder_, "curante.local");
  const std::string before = text_of(first.certificate_file) + text_of(first.key_file);
  const TlsIdentity again = own_identity(folder_, "curante.local");
  EXPECT_EQ(text_of(again.certificate_file) + text_of(again.key_file), before);
}

TEST_F(OwnIdentity, ThatCannotBeMadeSaysSo) {
  std::ofstream(folder_ / "file") << "x";
  EXPECT_EQ(testing::code_of([&] { own_identity(folder_ / "file", "curante.local"); }),
            "tls-identity");
}

}  // namespace
}  // namespace curante::web
