// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "permissions.hpp"
#include "practice.hpp"

namespace curante::accounts {
namespace {

using testing::code_of;

class AccountManagementTest : public ::testing::Test {
 protected:
  AccountManagementTest() : rossi_(practice_.add("rossi")) {}
  std::string save_code(const Account& account, const std::string& password = good_password) {
    return save_code(practice_.outside, account, password);
  }
  std::string save_code(const testing::Caller& caller, const Account& account,
                        const std::string& password = good_password) {
    return code_of([&] { practice_.service.on(caller.context(), SaveAccount{account, password}); });
  }
  Practice practice_;
  Account rossi_;
};

TEST_F(AccountManagementTest, KeepsWhatItIsTold) {
  rossi_.display_name = "Dott. Mario Rossi";
  rossi_.doctor->phone = "06 1234567";
  rossi_.doctor->postal_code = "00185";
  rossi_.doctor->municipality = "ROMA";
  rossi_.doctor->province = "RM";
  rossi_.doctor->register_number = "RM 45678";
  practice_.service.on(practice_.outside.context(), SaveAccount{rossi_, ""});
  const auto list = practice_.service.on(practice_.outside.context(), ListAccounts{}).accounts;
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].display_name, "Dott. Mario Rossi");
  ASSERT_TRUE(list[0].doctor.has_value());
  EXPECT_EQ(list[0].doctor->phone, "06 1234567");
  EXPECT_EQ(list[0].doctor->postal_code, "00185");
  EXPECT_EQ(list[0].doctor->municipality, "ROMA");
  EXPECT_EQ(list[0].doctor->province, "RM");
  EXPECT_EQ(list[0].doctor->register_number, "RM 45678");
  EXPECT_EQ(list[0].doctor->account, rossi_.id);
}

TEST_F(AccountManagementTest, RefusesWhatIsIncompleteTakenOrWeak) {
  EXPECT_EQ(save_code(Practice::account("Rossi", Role::collaboratore)), "user-name-taken");
  EXPECT_EQ(save_code(Practice::account("", Role::collaboratore)), "account-incomplete");
  EXPECT_EQ(save_code(Practice::account("nuova", Role::collaboratore), "corta"), "password-weak");
  Account doctor = Practice::account("nuovo", Role::sostituto);
  doctor.doctor->region_code = "12";
  EXPECT_EQ(save_code(doctor), "account-incomplete");
  doctor.doctor.reset();
  EXPECT_EQ(save_code(doctor), "account-incomplete");
  EXPECT_EQ(practice_.service.on(practice_.outside.context(), ListAccounts{}).accounts.size(), 1U);
}

TEST_F(AccountManagementTest, NobodyRaisesHimself) {
  Account admin = practice_.add("gestore", Role::amministratore);
  Account raised = admin;
  raised.role = Role::titolare;
  raised.doctor = rossi_.doctor;
  EXPECT_EQ(save_code(practice_.as(admin), raised), "account-own-role");
  Account gone = admin;
  gone.active = false;
  EXPECT_EQ(save_code(practice_.as(admin), gone), "account-own-role");
  EXPECT_EQ(save_code(practice_.as(rossi_), raised), "");
}

TEST_F(AccountManagementTest, ThePracticeKeepsAnActiveOwner) {
  const Account admin = practice_.add("gestore", Role::amministratore);
  Account gone = rossi_;
  gone.active = false;
  EXPECT_EQ(save_code(practice_.as(admin), gone), "last-titolare");
  practice_.add("verdi");
  EXPECT_EQ(save_code(practice_.as(admin), gone), "");
}

TEST_F(AccountManagementTest, OnlyActiveDoctorsAreListed) {
  practice_.add("segreteria", Role::collaboratore);
  Account verdi = practice_.add("verdi", Role::sostituto);
  EXPECT_EQ(practice_.service.on(practice_.outside.context(), ListDoctors{}).doctors.size(), 2U);
  verdi.active = false;
  ASSERT_EQ(save_code(verdi), "");
  const auto doctors = practice_.service.on(practice_.outside.context(), ListDoctors{}).doctors;
  ASSERT_EQ(doctors.size(), 1U);
  EXPECT_EQ(doctors[0].account, rossi_.id);
}

TEST_F(AccountManagementTest, ADoctorIsFoundByHisAccountOnly) {
  const auto find = [&](const Id& id) {
    return practice_.service.on(practice_.outside.context(), GetDoctor{id});
  };
  EXPECT_EQ(find(rossi_.id).fiscal_code.value(), "PROVAX00X00X000Y");
  const Account desk = practice_.add("segreteria", Role::collaboratore);
  EXPECT_EQ(code_of([&] { find(desk.id); }), "doctor-unknown");
  EXPECT_EQ(code_of([&] { find(Id()); }), "doctor-unknown");
  EXPECT_EQ(code_of([&] { practice_.service.on(practice_.outside.context(), Unlock{}); }),
            "account-unknown");
}

TEST_F(AccountManagementTest, APasswordIsChangedOnlyByWhoKnowsIt) {
  const auto change = [&](const std::string& current, const std::string& replacement) {
    return code_of([&] {
      practice_.service.on(practice_.as(rossi_).context(), ChangePassword{current, replacement});
    });
  };
  EXPECT_EQ(change("sbagliata", "altre parole a caso"), "password-wrong");
  EXPECT_EQ(change(good_password, good_password), "password-weak");
  EXPECT_EQ(change(good_password, "corta"), "password-weak");
  EXPECT_EQ(change(good_password, "altre parole a caso"), "");
  EXPECT_EQ(practice_.sign_in_code("rossi"), "credentials-wrong");
  EXPECT_EQ(practice_.sign_in_code("rossi", "altre parole a caso"), "");
}

TEST_F(AccountManagementTest, AnOpenSessionIsNoWayToGuessThePassword) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(code_of([&] {
                practice_.service.on(practice_.as(rossi_).context(),
                                     ChangePassword{"sbagliata", "altre parole a caso"});
              }),
              "password-wrong");
  }
  EXPECT_EQ(code_of([&] {
              practice_.service.on(practice_.as(rossi_).context(),
                                   ChangePassword{good_password, "altre parole a caso"});
            }),
            "account-locked");
}

TEST(Permissions, EachRoleHasWhatTheTableGivesIt) {
  const auto may = [](Role role, const std::string& permission) {
    const auto all = permissions_of(role);
    return std::find(all.begin(), all.end(), permission) != all.end();
  };
  for (const Role role : {Role::titolare, Role::sostituto}) {
    EXPECT_TRUE(may(role, "prescription.issue"));
    EXPECT_TRUE(may(role, "chart.clinical.write"));
  }
  EXPECT_FALSE(may(Role::sostituto, "accounts.manage"));
  EXPECT_TRUE(may(Role::collaboratore, "chart.write"));
  EXPECT_TRUE(may(Role::collaboratore, "prescription.read"));
  EXPECT_TRUE(may(Role::collaboratore, "prescription.prepare"));
  EXPECT_FALSE(may(Role::amministratore, "prescription.prepare"));
  EXPECT_TRUE(may(Role::collaboratore, "prescription.deliver"));
  EXPECT_FALSE(may(Role::amministratore, "message.send"));
  EXPECT_FALSE(may(Role::collaboratore, "prescription.issue"));
  EXPECT_FALSE(may(Role::collaboratore, "chart.clinical.write"));
  EXPECT_TRUE(may(Role::amministratore, "accounts.manage"));
  EXPECT_TRUE(may(Role::amministratore, "audit.read"));
  EXPECT_FALSE(may(Role::amministratore, "chart.read"));
  for (const Role role :
       {Role::titolare, Role::sostituto, Role::collaboratore, Role::amministratore}) {
    EXPECT_FALSE(may(role, "clock.move"));
  }
}

}  // namespace
}  // namespace curante::accounts
