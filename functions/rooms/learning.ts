import { routes } from "../../core/routes.ts";
import { handler as acceptAnswer } from "../api/accept-answer.ts";
import { handler as addAgendaItem } from "../api/add-agenda-item.ts";
import { handler as answerConcern } from "../api/answer-concern.ts";
import { handler as answerFeedback } from "../api/answer-feedback.ts";
import { handler as beginAction } from "../api/begin-action.ts";
import { handler as cancelAction } from "../api/cancel-action.ts";
import { handler as cancelCall } from "../api/cancel-call.ts";
import { handler as checkEvidence } from "../api/check-evidence.ts";
import { handler as circulateMinutes } from "../api/circulate-minutes.ts";
import { handler as compareVersions } from "../api/compare-versions.ts";
import { handler as decideItem } from "../api/decide-item.ts";
import { handler as doneWithAction } from "../api/done-with-action.ts";
import { handler as giveActionAtCall } from "../api/give-action-at-call.ts";
import { handler as giveActionOn } from "../api/give-action-on.ts";
import { handler as giveActionUnderConcern } from "../api/give-action-under-concern.ts";
import { handler as listActions } from "../api/list-actions.ts";
import { handler as listCalls } from "../api/list-calls.ts";
import { handler as listConcerns } from "../api/list-concerns.ts";
import { handler as listFeedback } from "../api/list-feedback.ts";
import { handler as listForTheCall } from "../api/list-for-the-call.ts";
import { handler as listReviews } from "../api/list-reviews.ts";
import { handler as listSeriousFailures } from "../api/list-serious-failures.ts";
import { handler as objectToAnswer } from "../api/object-to-answer.ts";
import { handler as passConcernOn } from "../api/pass-concern-on.ts";
import { handler as raiseConcern } from "../api/raise-concern.ts";
import { handler as readAction } from "../api/read-action.ts";
import { handler as readBoard } from "../api/read-board.ts";
import { handler as readCall } from "../api/read-call.ts";
import { handler as readConcern } from "../api/read-concern.ts";
import { handler as readFeedback } from "../api/read-feedback.ts";
import { handler as readPack } from "../api/read-pack.ts";
import { handler as recordAttendance } from "../api/record-attendance.ts";
import { handler as sendActionBack } from "../api/send-action-back.ts";
import { handler as takeFeedbackUp } from "../api/take-feedback-up.ts";
import { room } from "../edge.ts";

/** The room of the learning side: concerns, feedback, reviews that are owed, actions, partner calls and their packs. It reads no case. */
export const handler = room(routes, {
  ...{ listSeriousFailures, listForTheCall },
  ...{ raiseConcern, listConcerns, readConcern, answerConcern, acceptAnswer, objectToAnswer, passConcernOn },
  ...{ listFeedback, readFeedback, takeFeedbackUp, answerFeedback },
  ...{ listReviews },
  ...{ listActions, readAction, giveActionUnderConcern, beginAction, doneWithAction, checkEvidence },
  ...{ sendActionBack, giveActionOn, cancelAction },
  ...{ listCalls, readCall, readPack, recordAttendance, addAgendaItem, decideItem, giveActionAtCall },
  ...{ circulateMinutes, cancelCall },
  ...{ readBoard, compareVersions },
});
