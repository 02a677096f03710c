import { routes } from "../../core/routes.ts";
import { handler as acknowledge } from "../api/acknowledge.ts";
import { handler as addNews } from "../api/add-news.ts";
import { handler as addNote } from "../api/add-note.ts";
import { handler as addReviewReference } from "../api/add-review-reference.ts";
import { handler as answerReferral } from "../api/answer-referral.ts";
import { handler as answerReview } from "../api/answer-review.ts";
import { handler as arrive } from "../api/arrive.ts";
import { handler as askForMore } from "../api/ask-for-more.ts";
import { handler as changePriority } from "../api/change-priority.ts";
import { handler as close } from "../api/close.ts";
import { handler as decide } from "../api/decide.ts";
import { handler as defer } from "../api/defer.ts";
import { handler as disagree } from "../api/disagree.ts";
import { handler as dutyBoard } from "../api/duty-board.ts";
import { handler as exportEscalation } from "../api/export-escalation.ts";
import { handler as findEscalation } from "../api/find-escalation.ts";
import { handler as leaveWithoutHandover } from "../api/leave-without-handover.ts";
import { handler as likelyMatches } from "../api/likely-matches.ts";
import { handler as listEscalations } from "../api/list-escalations.ts";
import { handler as listFirstAnswers } from "../api/list-first-answers.ts";
import { handler as logCall } from "../api/log-call.ts";
import { handler as offerHandover } from "../api/offer-handover.ts";
import { handler as raiseConcernAbout } from "../api/raise-concern-about.ts";
import { handler as raiseEscalation } from "../api/raise-escalation.ts";
import { handler as readAnswer } from "../api/read-answer.ts";
import { handler as readEscalation } from "../api/read-escalation.ts";
import { handler as readFirstAnswer } from "../api/read-first-answer.ts";
import { handler as readNews } from "../api/read-news.ts";
import { handler as readNotices } from "../api/read-notices.ts";
import { handler as readReview } from "../api/read-review.ts";
import { handler as readStory } from "../api/read-story.ts";
import { handler as readTakingOver } from "../api/read-taking-over.ts";
import { handler as recordCustody } from "../api/record-custody.ts";
import { handler as recordFirstAnswer } from "../api/record-first-answer.ts";
import { handler as recordOutcome } from "../api/record-outcome.ts";
import { handler as recordPlan } from "../api/record-plan.ts";
import { handler as respond } from "../api/respond.ts";
import { handler as sayAlive } from "../api/say-alive.ts";
import { handler as sayReady } from "../api/say-ready.ts";
import { handler as sayRelated } from "../api/say-related.ts";
import { handler as standDown } from "../api/stand-down.ts";
import { handler as takeOver } from "../api/take-over.ts";
import { handler as withdraw } from "../api/withdraw.ts";
import { room } from "../edge.ts";

/** The room of the cases: the only one that makes moves. */
export const handler = room(routes, {
  raiseEscalation,
  listEscalations,
  findEscalation,
  readEscalation,
  readStory,
  readNotices,
  dutyBoard,
  acknowledge,
  decide,
  arrive,
  recordOutcome,
  close,
  withdraw,
  addNote,
  addNews,
  answerReferral,
  askForMore,
  changePriority,
  defer,
  disagree,
  exportEscalation,
  leaveWithoutHandover,
  likelyMatches,
  logCall,
  offerHandover,
  readAnswer,
  readNews,
  recordCustody,
  recordPlan,
  respond,
  sayRelated,
  standDown,
  readTakingOver,
  takeOver,
  ...{ recordFirstAnswer, listFirstAnswers, readFirstAnswer },
  ...{ sayAlive, sayReady },
  ...{ raiseConcernAbout, readReview, answerReview, addReviewReference },
});
