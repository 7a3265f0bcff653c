// SPDX-License-Identifier: Apache-2.0
#include "late_arrivals.hpp"

#include "room.hpp"

namespace curante::prescribing {

/// A recipe that arrived at the service under a number believed lost.
class LateArrivalsTest : public RoomTest {
 protected:
  RecipeView told(const Prescription& it, const std::string& number, bool annulled = false) {
    LateArrivals(host_, neighbours_, pool_)
        .follow({it.recipes.at(0).id, number, annulled});
    return view(it);
  }
};

TEST_F(LateArrivalsTest, ItStandsOnTheRecipeUntilItIsAnnulled) {
  const Prescription issued = issue(draft(1));
  EXPECT_EQ(issued.recipes.at(0).problem.find("in ritardo"), std::string::npos);
  const RecipeView once = told(issued, "1200A0000000001");
  EXPECT_NE(once.problem.find("1200A0000000001"), std::string::npos);
  EXPECT_NE(once.problem.find("ne ha due"), std::string::npos);
  EXPECT_EQ(events_.back().recipe, once.id) << "the screens are told";
  reading_.now.ms += 1000;
  EXPECT_EQ(told(issued, "1200A0000000001").changed, once.changed) << "again it changes nothing";
  EXPECT_NE(told(issued, "1200A0000000002").problem.find("1200A0000000001 1200A0000000002"),
            std::string::npos);
  const RecipeView both = told(issued, "1200A0000000001");
  EXPECT_NE(both.problem.find("1200A0000000001 1200A0000000002"), std::string::npos)
      << both.problem;
  const size_t events = events_.size();
  reading_.now.ms += 1000;
  EXPECT_EQ(told(issued, "1200A0000000002").changed, both.changed);
  EXPECT_EQ(told(issued, "1200A0000000001").changed, both.changed);
  EXPECT_EQ(events_.size(), events) << "the screens are not told of nothing";
  told(issued, "1200A0000000001", true);
  EXPECT_EQ(told(issued, "1200A0000000002", true).problem.find("in ritardo"), std::string::npos);
}

TEST_F(LateArrivalsTest, AWithdrawnRecipeSaysThatItMayBeUsed) {
  const Prescription issued = issue(draft(1));
  sql("update recipe set state = 'withdrawn'");
  EXPECT_NE(told(issued, "1200A0000000001").problem.find("anche se ritirata"), std::string::npos);
}

TEST_F(LateArrivalsTest, OfARecipeOfAnotherPracticeNothingIsSaid) {
  const Prescription issued = issue(draft(1));
  LateArrivals(host_, neighbours_, pool_)
      .follow({Id("00000000-0000-4000-8000-0000000000ff"), "1200A0000000001", false});
  EXPECT_EQ(view(issued).problem, issued.recipes.at(0).problem);
  EXPECT_TRUE(events_.empty() || events_.back().recipe == issued.recipes.at(0).id);
}

}  // namespace curante::prescribing
