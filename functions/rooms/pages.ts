import type { Access, Reach } from "../../core/access.ts";
import { LARGEST_FILE } from "../../core/rota/routes.ts";
import { EVERYONE } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import { actionByForm, backToAction, readAction, readActions } from "../web/actions.ts";
import { readAgreed } from "../web/agreement.ts";
import { readChanges } from "../web/agreement-changes.ts";
import { readHere } from "../web/agreement-here.ts";
import { apiDocs, openapiFile } from "../web/api-docs.ts";
import { exportAudit, readAudit } from "../web/audit.ts";
import { exportBoard, readBeforeAndAfter, readBoard as readFigures, readMeasures, readMonitoring } from "../web/board.ts";
import { askToBreak, openByForm, readThroughGlass } from "../web/break-glass.ts";
import { calendarFile } from "../web/calendar-file.ts";
import { backToCall, callByForm, printMinutes, readCall, readCalls } from "../web/calls.ts";
import { backToCase, moveByForm, readCase } from "../web/case.ts";
import { chooseColours } from "../web/choose-colours.ts";
import { askForConcern, backToConcern, concernByForm, raiseConcernByForm, readConcern, readConcerns } from "../web/concerns.ts";
import { pages, type Row } from "../web/door.ts";
import { saveDowntimeCard } from "../web/downtime-card.ts";
import { keepByForm, putAway } from "../web/drafts.ts";
import { drillByForm, readDrills } from "../web/drills.ts";
import { printBoard, readBoard } from "../web/duty-board.ts";
import { takeQueue } from "../web/duty-queue.ts";
import { backToFeedback, feedbackByForm, readAllFeedback, readFeedback } from "../web/feedback.ts";
import { askForFirstAnswer, recordByForm as keepFirstAnswer, readFirstAnswer, readFirstAnswers } from "../web/first-answers.ts";
import { readFlags } from "../web/flags.ts";
import { readGuidance } from "../web/guidance.ts";
import { readJoined } from "../web/joined.ts";
import { readLearning } from "../web/learning.ts";
import { backToMe, changeMe, preferByForm, readMe } from "../web/me.ts";
import { askForNewcomer, backToPerson, enrolByForm, membershipByForm, readPerson } from "../web/memberships.ts";
import { readMine } from "../web/my-escalations.ts";
import { callAsInvitation, packAsCsv, packAsPdf, readPack } from "../web/packs.ts";
import { readPaperForm } from "../web/paper-form.ts";
import { readPeople } from "../web/people.ts";
import { askForPerson, exportPerson, findPerson, reviewPerson } from "../web/person-data.ts";
import { beginPractice, changeSides, endPractice, readPractice } from "../web/practice.ts";
import { exportCase, printCase } from "../web/print-case.ts";
import { printRota } from "../web/print-rota.ts";
import {
  backToFirst,
  backToKeeping,
  backToMonth,
  deletionByForm,
  holdFirstByForm,
  monthByForm,
  readDeletions,
  readFirstKeeping,
  readKeeping,
  readMonth,
  readPrivacy,
  recordByForm,
} from "../web/privacy.ts";
import { readWeek, readWeeks } from "../web/privacy-weeks.ts";
import { askToRaise, raiseByForm } from "../web/raise.ts";
import { backToReview, readReview, reviewByForm } from "../web/reviews.ts";
import { readRotaPage } from "../web/rota.ts";
import { endCalendar, makeCalendar, readCalendars } from "../web/rota-calendars.ts";
import { askToChange, changeByForm, importByForm } from "../web/rota-change.ts";
import { readDesks } from "../web/rota-desks.ts";
import { exportRota } from "../web/rota-export.ts";
import { afterSignOut, askToSignIn, finishSignIn, signedIn, signOut, start, startSignIn, stay } from "../web/sign-in.ts";
import { staticFile } from "../web/static-file.ts";
import { askToTakeOver, takeOverByForm } from "../web/take-over.ts";
import { askToTell, readTold, tellByForm } from "../web/tell-us.ts";

/** Every person may ask for it, within this reach. */
const every = (reach: Reach): Access => ({ may: EVERYONE, reach });
/** Every person who may use this route of the API may, and as far as there. A system has no page. */
const as = ({ may, reach, fresh }: Access): Access => ({
  may: EVERYONE.filter((role) => may.includes(role)),
  reach,
  ...(fresh ? { fresh } : {}),
});
/** Five cases with every text that was written in them, each as long as a text may be. */
const MOST_REVIEWED = 1024 * 1024;
const MOST_REVIEWED_FIELDS = 10_000;
const privacyOfficers: Access = { may: ["privacy_officer"], reach: "party" };
const administrators: Access = { may: ["agency_admin"], reach: "people" };

/** The rows of the pages: everything that people see, and the files that go with it. What a row shows of people is what its entry in the audit says. */
export const rows: readonly Row[] = [
  { method: "GET", path: "/", ...every("self"), run: start },
  { method: "GET", path: "/sign-in", open: true, run: askToSignIn },
  { method: "GET", path: "/sign-in/start", open: true, run: startSignIn },
  { method: "GET", path: "/sign-in/callback", open: true, run: finishSignIn },
  { method: "GET", path: "/signed-in", ...every("self"), run: signedIn },
  { method: "GET", path: "/session", ...every("self"), run: stay },
  { method: "GET", path: "/sign-out", open: true, run: afterSignOut },
  { method: "POST", path: "/sign-out", open: true, run: signOut },
  { method: "POST", path: "/colours", open: true, run: chooseColours },
  { method: "GET", path: "/raise", ...as(routes.raiseEscalation), run: askToRaise },
  {
    method: "POST",
    path: "/raise",
    ...as(routes.raiseEscalation),
    shows: { of: ["shared"], what: "searched" },
    run: raiseByForm,
  },
  { method: "GET", path: "/raise/paper", ...as(routes.raiseEscalation), reach: "partnership", run: readPaperForm },
  { method: "POST", path: "/raise/draft", ...as(routes.raiseEscalation), shows: "nothing", run: keepByForm },
  { method: "POST", path: "/raise/draft/end", ...as(routes.raiseEscalation), run: putAway },
  { method: "GET", path: "/escalations", ...as(routes.raiseEscalation), shows: { of: ["shared"] }, run: readMine },
  { method: "GET", path: "/escalations/{id}", ...as(routes.readEscalation), shows: { of: ["patient"] }, run: readCase },
  { method: "GET", path: "/escalations/{id}/joined", ...as(routes.readEscalation), shows: { of: ["patient"] }, run: readJoined },
  {
    method: "GET",
    path: "/escalations/{id}/print",
    ...as(routes.readEscalation),
    shows: { of: ["patient"], what: "printed" },
    run: printCase,
  },
  {
    method: "GET",
    path: "/escalations/{id}/export.json",
    ...as(routes.exportEscalation),
    shows: { of: ["patient"], what: "exported" },
    run: exportCase,
  },
  { method: "GET", path: "/escalations/{id}/{move}", ...as(routes.readEscalation), run: backToCase },
  {
    method: "POST",
    path: "/escalations/{id}/{move}",
    ...as(routes.readEscalation),
    reach: "form",
    shows: { of: ["patient"] },
    run: moveByForm,
  },
  { method: "GET", path: "/first-answers", ...as(routes.listFirstAnswers), shows: { of: ["shared"] }, run: readFirstAnswers },
  { method: "POST", path: "/first-answers", ...as(routes.recordFirstAnswer), shows: { of: ["patient"] }, run: keepFirstAnswer },
  { method: "GET", path: "/first-answers/new", ...as(routes.recordFirstAnswer), run: askForFirstAnswer },
  {
    method: "GET",
    path: "/first-answers/{id}",
    ...as(routes.readFirstAnswer),
    shows: { of: ["patient"] },
    run: readFirstAnswer,
  },
  { method: "GET", path: "/break-glass", ...as(routes.readEscalation), reach: "glass", run: askToBreak },
  {
    method: "POST",
    path: "/break-glass",
    ...as(routes.readEscalation),
    reach: "glass",
    shows: "nothing",
    run: openByForm,
  },
  {
    method: "GET",
    path: "/break-glass/{id}",
    ...as(routes.readEscalation),
    reach: "glass",
    shows: { of: ["patient"] },
    run: readThroughGlass,
  },
  { method: "GET", path: "/guidance", ...every("partnership"), run: readGuidance },
  { method: "GET", path: "/downtime-card.html", ...every("partnership"), run: saveDowntimeCard },
  { method: "GET", path: "/practice", ...every("self"), run: readPractice },
  { method: "POST", path: "/practice", ...every("self"), run: beginPractice },
  { method: "POST", path: "/practice/side", ...every("self"), run: changeSides },
  { method: "POST", path: "/practice/end", ...every("self"), run: endPractice },
  { method: "GET", path: "/agreement", ...every("partnership"), run: readAgreed },
  { method: "GET", path: "/agreement/changes", ...every("partnership"), run: readChanges },
  { method: "GET", path: "/agreement/here", ...every("partnership"), run: readHere },
  { method: "GET", path: "/audit", may: ["privacy_officer"], reach: "trail", shows: "nothing", run: readAudit },
  {
    method: "GET",
    path: "/audit/entries.csv",
    may: ["privacy_officer"],
    reach: "trail",
    fresh: true,
    shows: "nothing",
    run: exportAudit,
  },
  { method: "GET", path: "/privacy", ...privacyOfficers, shows: { of: ["shared"] }, run: readPrivacy },
  { method: "GET", path: "/privacy/deletions", ...privacyOfficers, shows: { of: ["shared"] }, run: readDeletions },
  { method: "GET", path: "/privacy/weeks", ...privacyOfficers, reach: "trail", shows: { of: ["audit"] }, run: readWeeks },
  { method: "GET", path: "/privacy/weeks/{week}", ...privacyOfficers, reach: "trail", shows: { of: ["audit"] }, run: readWeek },
  { method: "GET", path: "/privacy/people", ...privacyOfficers, run: askForPerson },
  { method: "POST", path: "/privacy/people", ...privacyOfficers, shows: "nothing", run: findPerson },
  {
    method: "POST",
    path: "/privacy/people/review",
    ...privacyOfficers,
    fresh: true,
    shows: "nothing",
    run: reviewPerson,
  },
  {
    method: "POST",
    path: "/privacy/people/export",
    ...privacyOfficers,
    fresh: true,
    mostBytes: MOST_REVIEWED,
    mostFields: MOST_REVIEWED_FIELDS,
    shows: "nothing",
    run: exportPerson,
  },
  { method: "GET", path: "/privacy/escalations/{id}", ...privacyOfficers, shows: { of: ["shared"] }, run: readKeeping },
  { method: "GET", path: "/privacy/escalations/{id}/{form}", ...privacyOfficers, run: backToKeeping },
  { method: "POST", path: "/privacy/escalations/{id}/{form}", ...privacyOfficers, shows: "nothing", run: recordByForm },
  { method: "GET", path: "/privacy/escalations/{id}/deletion/{form}", ...privacyOfficers, run: backToKeeping },
  {
    method: "POST",
    path: "/privacy/escalations/{id}/deletion/{form}",
    ...privacyOfficers,
    fresh: true,
    shows: "nothing",
    run: deletionByForm,
  },
  {
    method: "GET",
    path: "/privacy/first-answers/{id}",
    ...privacyOfficers,
    reach: "first_answer",
    shows: { of: ["shared"] },
    run: readFirstKeeping,
  },
  { method: "GET", path: "/privacy/first-answers/{id}/{form}", ...privacyOfficers, reach: "first_answer", run: backToFirst },
  {
    method: "POST",
    path: "/privacy/first-answers/{id}/{form}",
    ...privacyOfficers,
    reach: "first_answer",
    shows: "nothing",
    run: holdFirstByForm,
  },
  {
    method: "GET",
    path: "/privacy/first-answer-months/{month}",
    ...privacyOfficers,
    reach: "first_answer",
    shows: { of: ["shared"] },
    run: readMonth,
  },
  {
    method: "GET",
    path: "/privacy/first-answer-months/{month}/{form}",
    ...privacyOfficers,
    reach: "first_answer",
    run: backToMonth,
  },
  {
    method: "POST",
    path: "/privacy/first-answer-months/{month}/{form}",
    ...privacyOfficers,
    reach: "first_answer",
    fresh: true,
    shows: "nothing",
    run: monthByForm,
  },
  {
    method: "GET",
    path: "/flags",
    may: ["site_lead", "agency_admin", "privacy_officer"],
    reach: "trail",
    shows: { of: ["people"] },
    run: readFlags,
  },
  { method: "GET", path: "/people", ...every("people"), shows: { of: ["people"] }, run: readPeople },
  { method: "GET", path: "/people/new", ...administrators, run: askForNewcomer },
  { method: "POST", path: "/people/new", ...administrators, shows: "nothing", run: enrolByForm },
  { method: "GET", path: "/people/{id}", ...administrators, shows: { of: ["people"] }, run: readPerson },
  { method: "GET", path: "/people/{id}/{form}", ...administrators, run: backToPerson },
  { method: "POST", path: "/people/{id}/{form}", ...administrators, shows: "nothing", run: membershipByForm },
  { method: "GET", path: "/duty-board", ...as(routes.dutyBoard), shows: { of: ["shared"] }, watched: true, run: readBoard },
  { method: "POST", path: "/duty-board/queue", ...as(routes.acknowledge), shows: "nothing", run: takeQueue },
  {
    method: "GET",
    path: "/duty-board/print",
    ...as(routes.dutyBoard),
    shows: { of: ["shared"], what: "printed" },
    run: printBoard,
  },
  { method: "GET", path: "/rota", ...every("desk"), run: readDesks },
  { method: "GET", path: "/rota/{team}", ...every("desk"), run: readRotaPage },
  {
    method: "GET",
    path: "/rota/{team}/export.csv",
    ...every("desk"),
    shows: { of: ["rota"], what: "exported" },
    run: exportRota,
  },
  { method: "GET", path: "/rota/{team}/print", ...every("desk"), shows: { of: ["rota"], what: "printed" }, run: printRota },
  { method: "GET", path: "/rota/{team}/calendars", ...every("desk"), run: readCalendars },
  { method: "POST", path: "/rota/{team}/calendars", ...every("desk"), run: makeCalendar },
  { method: "POST", path: "/rota/{team}/calendars/{id}/end", ...every("desk"), run: endCalendar },
  { method: "POST", path: "/rota/{team}/import", ...every("desk"), mostBytes: LARGEST_FILE, run: importByForm },
  { method: "GET", path: "/rota/{team}/take-over", ...every("desk"), shows: { of: ["shared"] }, run: askToTakeOver },
  { method: "POST", path: "/rota/{team}/take-over", ...every("desk"), shows: { of: ["shared"] }, run: takeOverByForm },
  { method: "GET", path: "/rota/{team}/drills", ...every("desk"), run: readDrills },
  { method: "POST", path: "/rota/{team}/drills", ...every("desk"), run: drillByForm },
  { method: "GET", path: "/rota/{team}/drills/{id}", ...every("desk"), run: readDrills },
  { method: "POST", path: "/rota/{team}/drills/{id}", ...every("desk"), run: drillByForm },
  { method: "GET", path: "/rota/{team}/{form}", ...every("desk"), run: askToChange },
  { method: "POST", path: "/rota/{team}/{form}", ...every("desk"), run: changeByForm },
  { method: "GET", path: "/learning", ...every("learner"), shows: { of: ["learning"] }, run: readLearning },
  { method: "GET", path: "/concerns", ...every("learner"), shows: { of: ["learning"] }, run: readConcerns },
  { method: "POST", path: "/concerns", ...every("learner"), shows: { of: ["learning"] }, run: raiseConcernByForm },
  { method: "GET", path: "/concerns/new", ...every("learner"), shows: { of: ["learning"] }, run: askForConcern },
  { method: "GET", path: "/concerns/{id}", ...every("learner"), shows: { of: ["learning"] }, run: readConcern },
  { method: "GET", path: "/concerns/{id}/{form}", ...every("learner"), run: backToConcern },
  { method: "POST", path: "/concerns/{id}/{form}", ...every("learner"), shows: { of: ["learning"] }, run: concernByForm },
  { method: "GET", path: "/feedback", ...every("learner"), shows: { of: ["learning"] }, run: readAllFeedback },
  { method: "GET", path: "/feedback/{id}", ...every("learner"), shows: { of: ["learning"] }, run: readFeedback },
  { method: "GET", path: "/feedback/{id}/{form}", ...every("learner"), run: backToFeedback },
  { method: "POST", path: "/feedback/{id}/{form}", ...every("learner"), shows: { of: ["learning"] }, run: feedbackByForm },
  { method: "GET", path: "/tell-us/{partnership}", open: true, run: askToTell },
  { method: "POST", path: "/tell-us/{partnership}", open: true, run: tellByForm },
  { method: "GET", path: "/tell-us/{partnership}/{id}", open: true, run: readTold },
  { method: "GET", path: "/reviews/{id}", ...as(routes.readReview), shows: { of: ["learning"] }, run: readReview },
  { method: "GET", path: "/reviews/{id}/{form}", ...as(routes.readReview), run: backToReview },
  { method: "POST", path: "/reviews/{id}/{form}", ...as(routes.readReview), shows: { of: ["learning"] }, run: reviewByForm },
  { method: "GET", path: "/actions", ...every("action"), shows: { of: ["learning"] }, run: readActions },
  { method: "GET", path: "/actions/{id}", ...every("action"), shows: { of: ["learning"] }, run: readAction },
  { method: "GET", path: "/actions/{id}/{form}", ...every("action"), run: backToAction },
  { method: "POST", path: "/actions/{id}/{form}", ...every("action"), shows: { of: ["learning"] }, run: actionByForm },
  { method: "GET", path: "/calls", ...every("invited"), shows: { of: ["learning"] }, run: readCalls },
  { method: "GET", path: "/calls/{id}", ...every("invited"), shows: { of: ["learning"] }, run: readCall },
  {
    method: "GET",
    path: "/calls/{id}/minutes",
    ...every("invited"),
    shows: { of: ["learning"], what: "printed" },
    run: printMinutes,
  },
  { method: "GET", path: "/calls/{id}/invitation.ics", ...every("invited"), run: callAsInvitation },
  { method: "GET", path: "/calls/{id}/pack", ...every("invited"), shows: { of: ["learning"] }, run: readPack },
  {
    method: "GET",
    path: "/calls/{id}/pack.pdf",
    ...every("invited"),
    shows: { of: ["learning"], what: "exported" },
    run: packAsPdf,
  },
  {
    method: "GET",
    path: "/calls/{id}/pack.csv",
    ...every("invited"),
    shows: { of: ["learning"], what: "exported" },
    run: packAsCsv,
  },
  { method: "GET", path: "/calls/{id}/{form}", ...every("invited"), run: backToCall },
  { method: "POST", path: "/calls/{id}/{form}", ...every("invited"), shows: { of: ["learning"] }, run: callByForm },
  { method: "GET", path: "/board", ...as(routes.readBoard), shows: { of: ["figures"] }, run: readFigures },
  {
    method: "GET",
    path: "/board/before-and-after",
    ...as(routes.compareVersions),
    shows: { of: ["figures"] },
    run: readBeforeAndAfter,
  },
  { method: "GET", path: "/board/measures", ...as(routes.readBoard), run: readMeasures },
  { method: "GET", path: "/board/monitoring", ...as(routes.readBoard), shows: { of: ["figures"] }, run: readMonitoring },
  {
    method: "GET",
    path: "/board/figures.csv",
    ...as(routes.readBoard),
    shows: { of: ["figures"], what: "exported" },
    run: exportBoard,
  },
  { method: "GET", path: "/me", ...every("self"), run: readMe },
  { method: "GET", path: "/me/{change}", ...every("self"), run: backToMe },
  { method: "POST", path: "/me/preferences", ...every("self"), run: preferByForm },
  { method: "POST", path: "/me/{change}", ...every("self"), fresh: true, run: changeMe },
  { method: "GET", path: "/api/docs", open: true, run: apiDocs },
  { method: "GET", path: "/api/openapi.json", open: true, run: openapiFile },
  { method: "GET", path: "/feeds/{file}", open: true, run: calendarFile },
  { method: "GET", path: "/static/{file}", open: true, run: staticFile },
];

/** The room of the pages. It makes moves through the same functions as the API. */
export const handler = pages(rows);
