// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/mp11.hpp>

#include "accounts.hpp"
#include "audit.hpp"
#include "chart.hpp"
#include "clock.hpp"
#include "database.hpp"
#include "documents.hpp"
#include "formulary.hpp"
#include "hosting.hpp"
#include "identity.hpp"
#include "messages.hpp"
#include "metrics.hpp"
#include "personal_data.hpp"
#include "prescribing.hpp"
#include "recipe_transmitter.hpp"
#include "red_recipe_channel.hpp"
#include "red_recipes.hpp"
#include "sistema_ts.hpp"
#include "studio.hpp"
#include "terminology.hpp"
#include "verbs.hpp"

namespace curante {

/// All contracts of sdk/contracts.
using EveryContract =
    boost::mp11::mp_list<accounts::Contract, audit::Contract, chart::Contract, clock::Contract,
                         database::Contract, documents::Contract, formulary::Contract, hosting::Contract,
                         identity::Contract, messages::Contract, metrics::Contract, personal_data::Contract, prescribing::Contract,
                         recipe_transmitter::Contract, red_recipe_channel::Contract, red_recipes::Contract,
                         sistema_ts::Contract, studio::Contract,
                         terminology::Contract, verbs::Contract>;

}  // namespace curante
