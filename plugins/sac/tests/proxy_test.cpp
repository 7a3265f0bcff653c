// SPDX-License-Identifier: Apache-2.0
#include "connect_proxy.hpp"

#include <fstream>

#include "curante/testing/caller.hpp"
#include "sac_practice.hpp"

namespace curante::sac {

using testing::code_of;

class SacProxyTest : public SacTest {
 protected:
  /// Fabbri's token, asked for through the proxy.
  std::optional<std::string> token_through(const Proxy& proxy) {
    const SoapChannel soap((simulator().state() / "ca.pem").string(), timeout_ms, proxy);
    const std::string at = "https://127.0.0.1:" + std::to_string(simulator().port());
    const SistemaTsClient client({at, at, at}, soap, channel_->cipher);
    reachable_ = client.reachable();
    Credentials who;
    who.user = fabbri().user;
    who.password = fabbri().password;
    who.pincode = fabbri().pincode;
    return client.request_token(fabbri().doctor, who);
  }
  std::string password_file(const std::string& text, std::filesystem::perms mode) {
    const auto file = keys_.path() / "proxy-password";
    std::ofstream(file) << text << "\n";
    std::filesystem::permissions(file, mode);
    return file.string();
  }
  static constexpr auto own = std::filesystem::perms::owner_read;

  bool reachable_ = false;
};

TEST(SacEndpoints, GoOverTlsToWhomIsTrusted) {
  for (const char* address : {"http://127.0.0.1:443", "127.0.0.1", "ftp://127.0.0.1", "", "%"}) {
    EXPECT_EQ(code_of([&] { SoapChannel::check_endpoint(address); }), "endpoint-insecure")
        << address;
  }
  EXPECT_EQ(code_of([] { SoapChannel::check_endpoint("https://127.0.0.1"); }), "");
  EXPECT_EQ(code_of([] { SoapChannel("/nowhere/ca.pem", 1'000, {}); }), "tls-trust");
}

TEST_F(SacProxyTest, EveryRequestGoesThroughTheTunnel) {
  const ConnectProxy proxy;
  EXPECT_TRUE(token_through(read_proxy(proxy.address(), "", "")));
  EXPECT_TRUE(reachable_);
  EXPECT_EQ(proxy.tunnels(), 2);
  EXPECT_FALSE(proxy.saw(fabbri().user)) << "the proxy sees what is encrypted";
}

TEST_F(SacProxyTest, AProxyMayAskForAUser) {
  const ConnectProxy proxy("studio", "passaparola");
  const std::string file = password_file("passaparola", own);
  EXPECT_TRUE(token_through(read_proxy(proxy.address(), "studio", file)));
  EXPECT_EQ(proxy.rejected(), 0);
  try {
    token_through(read_proxy(proxy.address(), "studio", password_file("altra", own)));
    FAIL() << "the proxy must turn it away";
  } catch (const DeliveryError& e) {
    EXPECT_EQ(e.delivery(), Delivery::not_sent);
    EXPECT_NE(e.message().find("proxy " + proxy.address()), std::string::npos) << e.message();
    EXPECT_EQ(e.message().find("altra"), std::string::npos);
  }
  EXPECT_FALSE(reachable_);
  EXPECT_GT(proxy.rejected(), 0);
}

TEST_F(SacProxyTest, AProxyThatIsNotThereSendsNothing) {
  std::string gone;
  {
    const ConnectProxy proxy;
    gone = proxy.address();
  }
  EXPECT_EQ(code_of([&] { token_through(read_proxy(gone, "", "")); }), "service-unreachable");
  EXPECT_EQ(requests("CreateToken"), 0);
}

TEST_F(SacProxyTest, SettingsThatAreNoneAreRefused) {
  EXPECT_TRUE(read_proxy("", "", "").host.empty());
  EXPECT_EQ(read_proxy("10.11.70.1:80", "", "").port, 80);
  for (const char* bad : {"proxy", "proxy:", ":80", "proxy:0", "proxy:99999", "http://proxy:80"}) {
    EXPECT_EQ(code_of([&] { read_proxy(bad, "", ""); }), "proxy-malformed") << bad;
  }
  const auto open = std::filesystem::perms::owner_read | std::filesystem::perms::group_read;
  EXPECT_EQ(code_of([&] { read_proxy("proxy:80", "studio", ""); }), "proxy-password");
  EXPECT_EQ(code_of([&] { read_proxy("proxy:80", "studio", password_file("x", open)); }),
            "proxy-password");
  EXPECT_EQ(code_of([&] { read_proxy("proxy:80", "studio", password_file("", own)); }),
            "proxy-password");
}

}  // namespace curante::sac
