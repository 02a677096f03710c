import { describe, expect, it } from "@jest/globals";
import { placeCode } from "../../../core/partnership/places.ts";
import { ConfigRefused, type Fault, readPartnership } from "../../../core/partnership/read-partnership.ts";
import { type Loose, londonWith, POLICE, question } from "./files.ts";

function faultsOf(change: (files: Loose) => void): readonly Fault[] {
  try {
    readPartnership(londonWith(change));
    return [];
  } catch (error) {
    if (error instanceof ConfigRefused) return error.faults;
    throw error;
  }
}

const team = (files: Loose, code: string) => files["teams.json"].find((one: Loose) => one.code === code);
const area = (files: Loose, code: string) => files["areas.json"].find((one: Loose) => one.code === code);
const agency = (files: Loose, code: string) => files["agencies.json"].find((one: Loose) => one.code === code);
const priority = (files: Loose, code: string) => files[POLICE].priorities.find((one: Loose) => one.code === code);
const type = (files: Loose, code: string) => files[POLICE].types.find((one: Loose) => one.code === code);
const decision = (files: Loose, code: string) => files[POLICE].decisions.find((one: Loose) => one.code === code);
const body = (files: Loose, code: string) => files[POLICE].bodies.find((one: Loose) => one.code === code);
const without = (list: string[], ...codes: string[]) => list.filter((code) => !codes.includes(code));
const tier = (files: Loose, code: string) => files[POLICE].ladder.tiers[code];
const another = (files: Loose, more: object) => {
  files["pathways/again.json"] = { ...structuredClone(files[POLICE]), ...more };
};

describe("a partnership's files", () => {
  it("are accepted as London has them", () => {
    expect(readPartnership(londonWith())).toMatchObject({ code: "london", version: 7 });
  });

  it.each<[string, (files: Loose) => void, Fault]>([
    [
      "a file that is missing",
      (files) => delete files["teams.json"],
      { file: "teams.json", field: "(file)", reason: "is missing" },
    ],
    [
      "a folder without a pathway",
      (files) => {
        for (const file of Object.keys(files)) if (file.startsWith("pathways/")) delete files[file];
      },
      { file: "pathways/", field: "(folder)", reason: "has no pathway" },
    ],
    [
      "a file that nothing reads",
      (files) => Object.assign(files, { "team.json": [] }),
      { file: "team.json", field: "(file)", reason: "nothing reads this file" },
    ],
    [
      "a file that holds something else",
      (files) => Object.assign(files, { [POLICE]: "a note" }),
      { file: POLICE, field: "(file)", reason: "Invalid input: expected object, received string" },
    ],
    [
      "a list that is not one",
      (files) => Object.assign(files, { "areas.json": {} }),
      { file: "areas.json", field: "(file)", reason: "Invalid input: expected array, received object" },
    ],
    [
      "a field that is missing",
      (files) => delete team(files, "duty_inspector_north").owner,
      { file: "teams.json", field: "duty_inspector_north.owner", reason: "is needed" },
    ],
    [
      "a field that nobody knows",
      (files) => Object.assign(tier(files, "duty_inspector"), { nxt: "on_call_superintendent" }),
      { file: POLICE, field: "ladder.tiers.duty_inspector.nxt", reason: "is not a field here" },
    ],
    [
      "a number that nobody can ring",
      (files) => Object.assign(team(files, "duty_inspector_north"), { controlRoom: "extension 12" }),
      {
        file: "teams.json",
        field: "duty_inspector_north.controlRoom",
        reason: "a UK telephone number, such as 020 7946 0123 or +44 7700 900123 ext 4",
      },
    ],
    [
      "the code under which practice lies",
      (files) => Object.assign(files["partnership.json"], { code: "london_practice" }),
      { file: "partnership.json", field: "code", reason: "may not end like this: it is where practice lies" },
    ],
    [
      "what others have published, with its lower end above its upper",
      (files) => Object.assign(files["monitoring.json"].published[0], { low: 50 }),
      { file: "monitoring.json", field: "published.deployment_share.low", reason: "is more than `high`" },
    ],
    [
      "what others have published, twice",
      (files) => files["monitoring.json"].published.push(files["monitoring.json"].published[0]),
      { file: "monitoring.json", field: "published.deployment_share", reason: "stands here twice" },
    ],
    [
      "a fact of risk that says that a child is there, which only an answer can say",
      (files) => Object.assign(files[POLICE].riskFacts[0], { child: true }),
      { file: POLICE, field: "riskFacts.suicidal_words_today.child", reason: "is not a field here" },
    ],
    [
      "a date that is no instant",
      (files) => Object.assign(files["partnership.json"], { effectiveFrom: "2023-11-01" }),
      {
        file: "partnership.json",
        field: "effectiveFrom",
        reason: "a UTC instant such as 2026-11-22T02:00:00.000Z",
      },
    ],
    [
      "a tier that does not say what comes next",
      (files) => delete tier(files, "duty_inspector").next,
      { file: POLICE, field: "ladder.tiers.duty_inspector.next", reason: "name the next tier, or null for the last" },
    ],
    [
      "a next tier that nobody has written",
      (files) => Object.assign(tier(files, "duty_inspector"), { next: "on_call_sergeant" }),
      { file: POLICE, field: "ladder.tiers.duty_inspector.next", reason: "no tier on_call_sergeant" },
    ],
    [
      "a next tier with a name that every object has",
      (files) => Object.assign(tier(files, "on_call_chief_officer"), { next: "constructor" }),
      { file: POLICE, field: "ladder.tiers.on_call_chief_officer.next", reason: "no tier constructor" },
    ],
    [
      "a first tier that nobody has written",
      (files) => Object.assign(files[POLICE].ladder, { start: "sergeant" }),
      { file: POLICE, field: "ladder.start", reason: "no tier sergeant" },
    ],
    [
      "a ladder that goes round in a circle",
      (files) => Object.assign(tier(files, "on_call_superintendent"), { next: "duty_inspector" }),
      {
        file: POLICE,
        field: "ladder.tiers.on_call_superintendent.next",
        reason: "goes back to duty_inspector: the ladder would never end",
      },
    ],
    [
      "a tier that leads to itself",
      (files) => Object.assign(tier(files, "on_call_chief_officer"), { next: "on_call_chief_officer" }),
      {
        file: POLICE,
        field: "ladder.tiers.on_call_chief_officer.next",
        reason: "goes back to on_call_chief_officer: the ladder would never end",
      },
    ],
    [
      "a tier that no other leads to",
      (files) => Object.assign(tier(files, "control_room_duty_officer"), { next: "on_call_chief_officer" }),
      { file: POLICE, field: "ladder.tiers.on_call_superintendent", reason: "no tier leads here" },
    ],
    [
      "more tiers than one move can hold the people of",
      (files) => {
        const { tiers } = files[POLICE].ladder;
        for (const nth of [1, 2, 3])
          tiers[`more_${nth}`] = { ...tiers.on_call_chief_officer, next: nth < 3 ? `more_${nth + 1}` : null };
        tiers.on_call_chief_officer.next = "more_1";
      },
      { file: POLICE, field: "ladder", reason: "at most 6 tiers" },
    ],
    [
      "a limit of nothing",
      (files) => Object.assign(priority(files, "P1").limits.acknowledge, { within: "PT0M" }),
      { file: POLICE, field: "priorities.P1.limits.acknowledge.within", reason: "a limit longer than zero" },
    ],
    [
      "a negative limit",
      (files) => Object.assign(priority(files, "P2").limits.decide, { within: "-PT30M" }),
      {
        file: POLICE,
        field: "priorities.P2.limits.decide.within",
        reason: "an elapsed time such as PT15M: no sign, no days",
      },
    ],
    [
      "a limit in plain words",
      (files) => Object.assign(priority(files, "P2").limits.decide, { within: "30 minutes" }),
      {
        file: POLICE,
        field: "priorities.P2.limits.decide.within",
        reason: "an elapsed time such as PT15M: no sign, no days",
      },
    ],
    [
      "a limit that is missing",
      (files) => delete priority(files, "P3").limits.repeat,
      { file: POLICE, field: "priorities.P3.limits.repeat", reason: "is needed" },
    ],
    [
      "a reminder that comes with the limit",
      (files) => Object.assign(priority(files, "P1").limits.decide, { warnAfter: "PT15M" }),
      { file: POLICE, field: "priorities.P1.limits.decide.warnAfter", reason: "must come before the limit itself" },
    ],
    [
      "a reminder that comes again and again every few seconds",
      (files) => Object.assign(priority(files, "P1").limits.decide, { remindEvery: "PT10S" }),
      {
        file: POLICE,
        field: "priorities.P1.limits.decide.remindEvery",
        reason: "a minute or more, and only beside `warnAfter`",
      },
    ],
    [
      "a tier at a desk without any team",
      (files) => Object.assign(tier(files, "on_call_superintendent"), { desk: "on_call_commander" }),
      { file: POLICE, field: "ladder.tiers.on_call_superintendent.desk", reason: "no team is at the desk on_call_commander" },
    ],
    [
      "an area with no team at a desk",
      (files) => Object.assign(team(files, "duty_inspector_north"), { areas: ["south"] }),
      {
        file: POLICE,
        field: "ladder.tiers.duty_inspector.desk",
        reason: "the area north has no team at the desk duty_inspector",
      },
    ],
    [
      "a paired desk that no raising agency has",
      (files) => Object.assign(tier(files, "on_call_superintendent"), { paired: "on_call_superintendent" }),
      {
        file: POLICE,
        field: "ladder.tiers.on_call_superintendent.paired",
        reason: "no team of a raising agency is at the desk on_call_superintendent",
      },
    ],
    [
      "a team for an area that is not there",
      (files) => Object.assign(team(files, "duty_inspector_north"), { areas: ["north", "far_north"] }),
      { file: "teams.json", field: "duty_inspector_north.areas", reason: "no area far_north" },
    ],
    [
      "a team for an agency that is not there",
      (files) => Object.assign(team(files, "site_manager_rj1"), { agencies: ["RJ1", "RZZ"] }),
      { file: "teams.json", field: "site_manager_rj1.agencies", reason: "no agency RZZ" },
    ],
    [
      "a team of an agency that is not there",
      (files) => Object.assign(team(files, "duty_inspector_north"), { agency: "99" }),
      { file: "teams.json", field: "duty_inspector_north.agency", reason: "no agency 99" },
    ],
    [
      "a team that serves areas and agencies",
      (files) => Object.assign(team(files, "site_manager_rj1"), { areas: ["north"] }),
      {
        file: "teams.json",
        field: "site_manager_rj1",
        reason: "serves areas, agencies, places or sites: name one of them",
      },
    ],
    [
      "a team that serves nobody",
      (files) => delete team(files, "site_manager_rj1").agencies,
      {
        file: "teams.json",
        field: "site_manager_rj1",
        reason: "serves areas, agencies, places or sites: name one of them",
      },
    ],
    [
      "a team for a place that is not there",
      (files) => Object.assign(team(files, "emergency_duty_team_camden"), { places: ["camden", "camden_lock"] }),
      { file: "teams.json", field: "emergency_duty_team_camden.places", reason: "no area has the place camden_lock" },
    ],
    [
      "a team that serves places and areas",
      (files) => Object.assign(team(files, "fire_control_lfb"), { places: ["camden"] }),
      { file: "teams.json", field: "fire_control_lfb", reason: "serves areas, agencies, places or sites: name one of them" },
    ],
    [
      "a team that serves places and agencies",
      (files) => Object.assign(team(files, "site_manager_rj1"), { places: ["camden"] }),
      { file: "teams.json", field: "site_manager_rj1", reason: "serves areas, agencies, places or sites: name one of them" },
    ],
    [
      "a team for a site that its agency does not have",
      (files) => Object.assign(team(files, "nurse_in_charge_newham_ed"), { sites: ["newham_ed", "st_thomas_ed"] }),
      { file: "teams.json", field: "nurse_in_charge_newham_ed.sites", reason: "R1H has no site st_thomas_ed" },
    ],
    [
      "a team for one site twice",
      (files) => Object.assign(team(files, "nurse_in_charge_newham_ed"), { sites: ["newham_ed", "newham_ed"] }),
      { file: "teams.json", field: "nurse_in_charge_newham_ed.sites", reason: "newham_ed stands here twice" },
    ],
    [
      "a team that serves sites and an agency",
      (files) => Object.assign(team(files, "nurse_in_charge_newham_ed"), { agencies: ["R1H"] }),
      {
        file: "teams.json",
        field: "nurse_in_charge_newham_ed",
        reason: "serves areas, agencies, places or sites: name one of them",
      },
    ],
    [
      "an area of an agency that is not there",
      (files) => Object.assign(area(files, "north"), { agency: "99" }),
      { file: "areas.json", field: "north.agency", reason: "no agency 99" },
    ],
    [
      "an area that no place leads to",
      (files) => Object.assign(area(files, "city"), { places: [] }),
      { file: "areas.json", field: "city.places", reason: "no place leads to this area" },
    ],
    [
      "two areas for what nobody knows",
      (files) => Object.assign(area(files, "city"), { default: true }),
      { file: "areas.json", field: "default", reason: "exactly one area takes what nobody knows; 2 do" },
    ],
    [
      "no area for what nobody knows",
      (files) => delete area(files, "unknown_place").default,
      { file: "areas.json", field: "default", reason: "exactly one area takes what nobody knows; 0 do" },
    ],
    [
      "a place in two areas",
      (files) => area(files, "city").places.push({ code: "camden", title: "Camden" }),
      { file: "areas.json", field: "camden", reason: "is the name of two places" },
    ],
    [
      "another name that is a place's own",
      (files) => Object.assign(area(files, "city").places[0], { alsoKnownAs: ["Borough of Camden"] }),
      { file: "areas.json", field: "camden", reason: "is the name of two places" },
    ],
    [
      "another name that could never be found",
      (files) => Object.assign(area(files, "city").places[0], { alsoKnownAs: ["1 Mile"] }),
      { file: "areas.json", field: "city.places.city_of_london.alsoKnownAs", reason: "«1 Mile» must begin with a letter" },
    ],
    [
      "a site in a place that no area has",
      (files) => Object.assign(agency(files, "RJ1").sites[0], { place: "guildford" }),
      { file: "agencies.json", field: "RJ1.sites.st_thomas_ed.place", reason: "no area has the place guildford" },
    ],
    [
      "a site that stands there twice",
      (files) => agency(files, "RJ1").sites.push(agency(files, "RJ1").sites[0]),
      { file: "agencies.json", field: "RJ1.sites.st_thomas_ed", reason: "stands here twice" },
    ],
    [
      "an agency that stands there twice",
      (files) => files["agencies.json"].push(agency(files, "RRU")),
      { file: "agencies.json", field: "RRU", reason: "stands here twice" },
    ],
    [
      "an area that stands there twice",
      (files) => files["areas.json"].push({ ...area(files, "north"), places: [{ code: "elsewhere", title: "Elsewhere" }] }),
      { file: "areas.json", field: "north", reason: "stands here twice" },
    ],
    [
      "a team that stands there twice",
      (files) => files["teams.json"].push(team(files, "duty_inspector_north")),
      { file: "teams.json", field: "duty_inspector_north", reason: "stands here twice" },
    ],
    [
      "an agency with a code of no known kind",
      (files) => Object.assign(agency(files, "RNK"), { code: "RN" }),
      { file: "agencies.json", field: "RN.code", reason: "an ODS code, a force code or a GSS code" },
    ],
    [
      "a priority that nobody promised, for a threshold",
      (files) => Object.assign(files[POLICE].thresholds[0], { priority: "P9" }),
      { file: POLICE, field: "thresholds.risk_to_life_now.priority", reason: "no priority P9" },
    ],
    [
      "a priority that nobody promised, for a type",
      (files) => Object.assign(files[POLICE].types[0], { priority: "L" }),
      { file: POLICE, field: "types.concern_for_welfare.priority", reason: "no priority L" },
    ],
    [
      "a priority that nobody promised, for a fact of risk",
      (files) => Object.assign(files[POLICE].riskFacts[0], { priority: "P0" }),
      { file: POLICE, field: "riskFacts.suicidal_words_today.priority", reason: "no priority P0" },
    ],
    [
      "a priority that nobody promised, for a yes",
      (files) => Object.assign(question(files, "happening_now"), { priority: "P7" }),
      { file: POLICE, field: "questionSet.questions.happening_now.priority", reason: "no priority P7" },
    ],
    [
      "a priority that nobody promised, for a choice",
      (files) => Object.assign(question(files, "behaviour_now").choices.at(-1), { priority: "P7" }),
      { file: POLICE, field: "questionSet.questions.behaviour_now.choices.violent.priority", reason: "no priority P7" },
    ],
    [
      "a priority for a question that nobody answers with yes",
      (files) => Object.assign(question(files, "injured"), { priority: "P1" }),
      {
        file: POLICE,
        field: "questionSet.questions.injured.priority",
        reason: "is for a yes: give it to the choices, or ask yes_no_unknown",
      },
    ],
    [
      "a question that nobody has written",
      (files) => type(files, "other").asks.push("shoe_size"),
      { file: POLICE, field: "types.other.asks", reason: "no question shoe_size" },
    ],
    [
      "a question that a type asks twice",
      (files) => type(files, "other").asks.push("nearest_type"),
      { file: POLICE, field: "types.other.asks", reason: "asks nearest_type twice" },
    ],
    [
      "a question that nobody asks",
      (files) => Object.assign(type(files, "other"), { asks: without(type(files, "other").asks, "nearest_type") }),
      { file: POLICE, field: "questionSet.questions.nearest_type", reason: "no type asks this" },
    ],
    [
      "one of some choices, and no choices",
      (files) => delete question(files, "access").choices,
      { file: POLICE, field: "questionSet.questions.access.choices", reason: "is needed for one_of" },
    ],
    [
      "any of some choices, and no choices",
      (files) => delete question(files, "why_not_us").choices,
      { file: POLICE, field: "questionSet.questions.why_not_us.choices", reason: "is needed for any_of" },
    ],
    [
      "choices for an answer in words",
      (files) => Object.assign(question(files, "injured"), { choices: question(files, "access").choices }),
      { file: POLICE, field: "questionSet.questions.injured.choices", reason: "is for one_of and any_of only" },
    ],
    [
      "a choice that stands there twice",
      (files) => question(files, "access").choices.push({ code: "open", title: "Wide open" }),
      { file: POLICE, field: "questionSet.questions.access.choices.open", reason: "stands here twice" },
    ],
    [
      "a question that stands there twice",
      (files) => files[POLICE].questionSet.questions.push(question(files, "access")),
      { file: POLICE, field: "questionSet.questions.access", reason: "stands here twice" },
    ],
    [
      "one limb twice, and the other not at all",
      (files) => Object.assign(files[POLICE].questionSet.limbs[1], { code: "limb_a" }),
      { file: POLICE, field: "questionSet.limbs.limb_a", reason: "stands here twice" },
    ],
    [
      "one limb only",
      (files) => files[POLICE].questionSet.limbs.pop(),
      { file: POLICE, field: "questionSet.limbs", reason: "both limbs of the threshold, or neither" },
    ],
    [
      "a detention that never begins",
      (files) => Object.assign(type(files, "s136_handover"), { asks: without(type(files, "s136_handover").asks, "arrived_at") }),
      {
        file: POLICE,
        field: "types.s136_handover.asks",
        reason: "a detention counts from arrived_at: ask it, answered with a time",
      },
    ],
    [
      "a detention that begins in words",
      (files) => Object.assign(question(files, "arrived_at"), { answer: "words" }),
      {
        file: POLICE,
        field: "types.s136_handover.asks",
        reason: "a detention counts from arrived_at: ask it, answered with a time",
      },
    ],
    [
      "a fact of risk that stands there twice",
      (files) => files[POLICE].riskFacts.push({ code: "weapon", title: "A weapon" }),
      { file: POLICE, field: "riskFacts.weapon", reason: "stands here twice" },
    ],
    [
      "a tier for children that is not on the ladder",
      (files) => Object.assign(files[POLICE], { childTier: "children_desk" }),
      { file: POLICE, field: "childTier", reason: "no tier children_desk" },
    ],
    [
      "an answer that declines, where no tier is shown a child's case beside the first",
      (files) => delete files[POLICE].childTier,
      {
        file: POLICE,
        field: "childTier",
        reason: "is needed: advise_partner_leads declines, and a child is never declined at the first tier alone",
      },
    ],
    [
      "a first tier that declines a child by itself",
      (files) => Object.assign(files[POLICE], { childTier: "duty_inspector" }),
      { file: POLICE, field: "childTier", reason: "must lie above the first tier, which never declines a child alone" },
    ],
    [
      "another body that stands there twice",
      (files) => files[POLICE].bodies.push(body(files, "ambulance")),
      { file: POLICE, field: "bodies.ambulance", reason: "stands here twice" },
    ],
    [
      "another body that nothing leads to",
      (files) => delete body(files, "ambulance").desk,
      { file: POLICE, field: "bodies.ambulance", reason: "is reached by a desk or by teams: name one of them" },
    ],
    [
      "another body with a desk and with teams",
      (files) => Object.assign(body(files, "ambulance"), { teams: ["fire_control_lfb"] }),
      { file: POLICE, field: "bodies.ambulance", reason: "is reached by a desk or by teams: name one of them" },
    ],
    [
      "another body at a desk without any team",
      (files) => Object.assign(body(files, "ambulance"), { desk: "air_ambulance" }),
      { file: POLICE, field: "bodies.ambulance.desk", reason: "no team is at the desk air_ambulance" },
    ],
    [
      "another body of a team that is not there",
      (files) => Object.assign(body(files, "another_police_desk"), { teams: ["control_room_duty_officer_kent"] }),
      { file: POLICE, field: "bodies.another_police_desk.teams", reason: "no team control_room_duty_officer_kent" },
    ],
    [
      "a desk beside the ladder that no raising agency has",
      (files) => Object.assign(files[POLICE].beside, { review: ["manager_on_call", "fire_control"] }),
      { file: POLICE, field: "beside.review", reason: "no team of a raising agency is at the desk fire_control" },
    ],
    [
      "an occasion that nobody knows",
      (files) => Object.assign(files[POLICE].beside, { full_moon: ["manager_on_call"] }),
      { file: POLICE, field: "beside.full_moon", reason: "is not a field here" },
    ],
    [
      "a referral that does not say to whom",
      (files) => Object.assign(decision(files, "refer_to"), { carries: [] }),
      { file: POLICE, field: "decisions.refer_to.carries", reason: "must hold referTo: somebody has to accept it" },
    ],
    [
      "a referral that nobody has to accept",
      (files) => Object.assign(decision(files, "refer_to"), { leadsTo: "close" }),
      { file: POLICE, field: "decisions.refer_to.leadsTo", reason: "must be accept_referral, because it carries referTo" },
    ],
    [
      "a referral where there is nobody to refer to",
      (files) => delete files[POLICE].bodies,
      { file: POLICE, field: "bodies", reason: "names nobody, and refer_to refers to one of them" },
    ],
    [
      "an answer that declines and does not say what would change it",
      (files) => Object.assign(decision(files, "decline_threshold_not_met"), { carries: ["limbs", "reviewAt"] }),
      {
        file: POLICE,
        field: "decisions.decline_threshold_not_met.carries",
        reason: "must hold changeIf: whoever declines says what would change it",
      },
    ],
    [
      "an answer that declines for good",
      (files) => Object.assign(decision(files, "decline_threshold_not_met"), { leadsTo: "close", carries: ["changeIf"] }),
      {
        file: POLICE,
        field: "decisions.decline_threshold_not_met.carries",
        reason: "must hold reviewAt: somebody looks again at a set time",
      },
    ],
    [
      "another look that has no time",
      (files) => Object.assign(decision(files, "remain_with_patient"), { carries: [] }),
      {
        file: POLICE,
        field: "decisions.remain_with_patient.carries",
        reason: "must hold reviewAt: somebody looks again at a set time",
      },
    ],
    [
      "a decision that stands there twice",
      (files) => files[POLICE].decisions.push(files[POLICE].decisions[0]),
      { file: POLICE, field: "decisions.attend_immediate", reason: "stands here twice" },
    ],
    [
      "a decision of which the raiser hears nothing",
      (files) => delete files[POLICE].decisions[0].told,
      { file: POLICE, field: "decisions.attend_immediate.told", reason: "is needed" },
    ],
    [
      "a pathway for an area that is not there",
      (files) => Object.assign(files[POLICE], { areas: ["unknown_place", "far_north"] }),
      { file: POLICE, field: "areas", reason: "no area far_north" },
    ],
    [
      "a pathway that leaves out the place nobody knows",
      (files) => Object.assign(files[POLICE], { areas: ["north"] }),
      {
        file: POLICE,
        field: "areas",
        reason:
          "must hold unknown_place, or a version before this must: what is raised for a place that nobody knows must reach somebody",
      },
    ],
    [
      "a version for one area that begins before there is one for a place nobody knows",
      (files) => another(files, { version: 1, effectiveFrom: "2023-10-01T00:00:00.000Z", areas: ["north"] }),
      {
        file: "pathways/again.json",
        field: "areas",
        reason:
          "must hold unknown_place, or a version before this must: what is raised for a place that nobody knows must reach somebody",
      },
    ],
    [
      "one version of a pathway in two files",
      (files) => another(files, { effectiveFrom: "2024-01-01T00:00:00.000Z" }),
      { file: POLICE, field: "version", reason: "two files hold version 2 of police_attendance" },
    ],
    [
      "a later version of a pathway that does not begin later",
      (files) => another(files, { version: 3 }),
      {
        file: POLICE,
        field: "effectiveFrom",
        reason: "must lie before that of version 3, 2023-11-01T00:00:00.000Z",
      },
    ],
  ])("are refused with %s", (_, change, fault) => {
    expect(faultsOf(change)).toContainEqual(fault);
  });

  it("are refused with everything that is wrong in them, a line each, not only the first", () => {
    const spoil = (files: Loose) => {
      delete files["teams.json"];
      files["partnership.json"].version = 0;
      priority(files, "P1").limits.decide.warnAfter = "PT20M";
    };
    expect(() => readPartnership(londonWith(spoil))).toThrow(
      [
        "partnership.json: version: Too small: expected number to be >0",
        "teams.json: (file): is missing",
        `${POLICE}: priorities.P1.limits.decide.warnAfter: must come before the limit itself`,
      ].join("\n"),
    );
  });

  it("may hold a later version of a pathway beside the one in force", () => {
    expect(faultsOf((files) => another(files, { version: 3, effectiveFrom: "2027-01-01T00:00:00.000Z" }))).toEqual([]);
  });

  it("may hold a pathway that asks nothing, keeps no detention and refers to nobody", () => {
    const spare = (files: Loose) => {
      const { types, questionSet, decisions } = files[POLICE];
      for (const one of types) Object.assign(one, { asks: [], custody: false });
      questionSet.questions = [];
      files[POLICE].decisions = decisions.filter(({ code, declines }: Loose) => code !== "refer_to" && !declines);
      for (const field of ["bodies", "beside", "childTier"]) delete files[POLICE][field];
    };
    expect(faultsOf(spare)).toEqual([]);
  });

  it("may let a pathway begin in some areas first, with the desk for places that nobody knows", () => {
    expect(faultsOf((files) => Object.assign(files[POLICE], { areas: ["north", "unknown_place"] }))).toEqual([]);
  });
});

describe("the code of a place", () => {
  it.each([
    ["Hammersmith & Fulham", "hammersmith_and_fulham"],
    ["hammersmith_and_fulham", "hammersmith_and_fulham"],
    ["  The London Borough of  Tower Hamlets ", "tower_hamlets"],
    ["Royal Borough of Kingston-upon-Thames", "kingston_upon_thames"],
    ["borough of camden", "camden"],
    ["LAMBETH.", "lambeth"],
    ["Lam\u200bbeth", "lambeth"],
    ["LB Lambeth", "lambeth"],
    ["Lambeth Council", "lambeth"],
    ["Camden Borough Council", "camden"],
    ["City of London", "city_of_london"],
    ["", ""],
    ["???", ""],
    ["12 High Street", ""],
    ["東京", ""],
  ])("of «%s» is «%s»", (written, code) => {
    expect(placeCode(written)).toBe(code);
  });
});
