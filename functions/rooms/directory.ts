import { routes } from "../../core/routes.ts";
import { handler as addFeed } from "../api/add-feed.ts";
import { handler as answerDrill } from "../api/answer-drill.ts";
import { handler as changeRota } from "../api/change-rota.ts";
import { handler as endFeed } from "../api/end-feed.ts";
import { handler as importRota } from "../api/import-rota.ts";
import { handler as listDesks } from "../api/list-desks.ts";
import { handler as listDrills } from "../api/list-drills.ts";
import { handler as listFeeds } from "../api/list-feeds.ts";
import { handler as listPathways } from "../api/list-pathways.ts";
import { handler as planDrill } from "../api/plan-drill.ts";
import { handler as readDuty } from "../api/read-duty.ts";
import { handler as readMe } from "../api/read-me.ts";
import { handler as readRota } from "../api/read-rota.ts";
import { handler as readRotaStory } from "../api/read-rota-story.ts";
import { handler as triage } from "../api/triage.ts";
import { room } from "../edge.ts";

/** The room of the directory: who is who, what has been agreed, and who is on duty when. It reads no case. */
export const handler = room(routes, {
  ...{ listPathways, readMe, triage },
  ...{ listDesks, readRota, readRotaStory, readDuty, changeRota, importRota },
  ...{ listFeeds, addFeed, endFeed },
  ...{ listDrills, planDrill, answerDrill },
});
