// SPDX-License-Identifier: Apache-2.0
#include "clinical_maker.hpp"

#include <algorithm>
#include <iterator>

namespace curante::demo {

namespace {

constexpr int64_t day_ms = 86'400'000;

struct KnownAllergy {
  const char* atc;
  const char* substance;
  const char* reaction;
  bool severe;
  std::string_view avoided[3];  ///< ATC groups that cross-react, as labels warn
};
constexpr KnownAllergy allergies[] = {
    {"J01C", "Penicilline", "orticaria", true, {"J01C", "J01D"}},
    {"M01A", "Antinfiammatori non steroidei", "broncospasmo", true, {"M01A", "B01AC06", "N02BA"}},
    {"N02BA01",
     "Acido acetilsalicilico",
     "gastrite emorragica",
     false,
     {"M01A", "B01AC06", "N02BA"}},
    {"J01E", "Sulfamidici", "esantema", false, {"J01E"}},
    {"C09A", "ACE-inibitori", "tosse persistente", false, {"C09A", "C09B"}},
    {"", "Lattice", "dermatite da contatto", false, {}},
    {"", "Mezzo di contrasto iodato", "orticaria", true, {}}};

constexpr const char* notes[] = {"Controllo pressorio: 135/80 mmHg. Prosegue la terapia in corso.",
                                 "Riferisce tosse secca da tre giorni, non febbre. Torace libero.",
                                 "Lombalgia da sforzo. Consigliato riposo relativo.",
                                 "Visione degli esami ematochimici: nella norma per età.",
                                 "Rinnovo delle terapie croniche, buona aderenza riferita.",
                                 "Cefalea tensiva ricorrente, esame neurologico negativo.",
                                 "Controllo del peso e consigli alimentari.",
                                 "Richiesta telefonica di ripetizione della terapia.",
                                 "Dolore al ginocchio destro, lieve versamento. Crioterapia.",
                                 "Discusso l'esito della visita specialistica."};

prescribing::Line line_of(const formulary::Drug& drug, int quantity, const std::string& posology) {
  prescribing::Line line;
  line.aic = drug.aic.value();
  line.drug_text = drug.name + " " + drug.pack;
  line.atc = drug.atc;
  line.group_code = drug.group_code;
  line.group_text = drug.group_text;
  line.quantity = quantity;
  line.posology = posology;
  if (!drug.notes.empty()) line.aifa_note = drug.notes.front().code;
  return line;
}

/// Nobody is given what they are allergic to.
bool tolerated(const formulary::Drug& drug, const Record& record) {
  return std::none_of(record.allergies.begin(), record.allergies.end(), [&](const auto& it) {
    const auto known =
        std::find_if(std::begin(allergies), std::end(allergies),
                     [&](const KnownAllergy& one) { return it.substance == one.substance; });
    return std::any_of(std::begin(known->avoided), std::end(known->avoided),
                       [&](auto group) { return !group.empty() && drug.atc.starts_with(group); });
  });
}

}  // namespace

ClinicalMaker::ClinicalMaker(std::vector<Regimen> regimens, std::vector<formulary::Drug> occasional,
                             Instant now)
    : regimens_(std::move(regimens)), occasional_(std::move(occasional)), now_(now) {}

Instant ClinicalMaker::past(RandomSource& random, int years) const {
  const int64_t day = random.between(1, years * 365);
  // Between eight in the morning and seven in the evening, UTC.
  const int64_t midnight = now_.ms / day_ms * day_ms;
  return Instant{midnight - day * day_ms + random.between(8 * 3600, 19 * 3600) * 1000LL};
}

Record ClinicalMaker::make(RandomSource& random, chart::Patient& person,
                           const Extent& extent) const {
  Record record;
  const int age = static_cast<int>((now_.ms / day_ms - person.birth_date.days) / 365);
  // Each part draws from a source of its own, so that a part that grows (a birthday brings a
  // problem) leaves the ids of the others as they were.
  RandomSource allergies = random.fork(), problems = random.fork(), contacts = random.fork(),
               prescriptions = random.fork();
  add_allergy(allergies, person, record);
  add_problems(problems, person, age, record);
  add_contacts(contacts, person, extent, record);
  add_prescriptions(prescriptions, person, extent, record);
  return record;
}

void ClinicalMaker::add_allergy(RandomSource& random, const chart::Patient& person,
                                Record& record) const {
  if (!random.percent(12)) return;
  const KnownAllergy& it = allergies[random.below(std::size(allergies))];
  record.allergies.push_back({random.id(), person.id, chart::AllergyKind::allergy, it.atc,
                              it.substance, it.reaction, it.severe, std::nullopt, true});
}

void ClinicalMaker::add_problems(RandomSource& all, chart::Patient& person, int age,
                                 Record& record) const {
  const std::string sex = boost::describe::enum_to_string(person.sex, "");
  for (const Regimen& regimen : regimens_) {
    RandomSource random = all.fork();
    if (age < regimen.youngest || (!regimen.sex.empty() && regimen.sex != sex)) continue;
    const int share = std::min(80, age) - regimen.youngest + 10;
    if (!random.percent(regimen.percent * share / (90 - regimen.youngest))) continue;
    const Date onset{static_cast<int32_t>(now_.ms / day_ms) - random.between(200, 4000)};
    const auto known = std::find_if(record.problems.begin(), record.problems.end(),
                                    [&](const auto& it) { return it.icd9 == regimen.icd9; });
    Id problem = known == record.problems.end() ? random.id() : known->id;
    if (known == record.problems.end()) {
      record.problems.push_back(
          {problem, person.id, regimen.icd9, regimen.problem, onset, true, true, ""});
      if (!regimen.exemption.empty()) person.exemptions.push_back({regimen.exemption, onset, {}});
    }
    const formulary::Drug& drug = regimen.drug;
    if (!tolerated(drug, record)) continue;
    record.therapies.push_back(
        {random.id(), person.id, drug.aic.value(), drug.name + " " + drug.pack, drug.atc,
         drug.group_code, 1, regimen.posology, problem,
         drug.notes.empty() ? "" : drug.notes.front().code, onset, std::nullopt, std::nullopt});
  }
}

void ClinicalMaker::add_contacts(RandomSource& random, const chart::Patient& person,
                                 const Extent& extent, Record& record) const {
  // Who has more problems comes more often.
  const int busy = static_cast<int>(record.problems.size());
  const int count =
      extent.contacts >= 1000 ? extent.contacts : extent.contacts * (2 + busy * 2) / 6;
  RandomSource ids = random.fork();
  for (int i = 0; i < count; ++i) {
    const int kind = random.between(1, 100);
    record.contacts.push_back({ids.id(), person.id, past(random, extent.years),
                               kind <= 65   ? chart::ContactKind::remote
                               : kind <= 95 ? chart::ContactKind::ambulatory
                                            : chart::ContactKind::home,
                               "", notes[random.below(std::size(notes))],
                               record.problems.empty() ? Id() : random.pick(record.problems).id});
  }
}

void ClinicalMaker::add_prescriptions(RandomSource& random, const chart::Patient& person,
                                      const Extent& extent, Record& record) const {
  const int busy = static_cast<int>(record.therapies.size());
  int lines = extent.lines >= 5000 ? extent.lines : extent.lines * (1 + busy * 3) / 6;
  std::vector<formulary::Drug> occasional;
  std::copy_if(occasional_.begin(), occasional_.end(), std::back_inserter(occasional),
               [&](const formulary::Drug& drug) { return tolerated(drug, record); });
  if (occasional.empty()) return;
  RandomSource ids = random.fork();
  while (lines > 0) {
    prescribing::PastPrescription it;
    it.id = ids.id();
    it.patient = person.id;
    it.doctor = person.doctor;
    it.issued = past(random, extent.years);
    if (!record.therapies.empty() && random.percent(80)) {
      const chart::Therapy& therapy = random.pick(record.therapies);
      for (const Regimen& regimen : regimens_) {
        if (regimen.drug.aic.value() != therapy.aic || regimen.drug.atc != therapy.atc) continue;
        it.exemption = regimen.exemption;
        it.lines.push_back(line_of(regimen.drug, random.between(1, 2), therapy.posology));
        it.lines.back().therapy = therapy.id;
        break;
      }
    }
    if (it.lines.empty()) it.lines.push_back(line_of(random.pick(occasional), 1, "al bisogno"));
    if (lines > 1 && random.percent(30))
      it.lines.push_back(line_of(random.pick(occasional), 1, "al bisogno"));
    lines -= static_cast<int>(it.lines.size());
    record.prescriptions.push_back(std::move(it));
  }
}

}  // namespace curante::demo
