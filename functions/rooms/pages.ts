import { LARGEST_FILE } from "../../core/rota/routes.ts";
import { apiDocs, openapiFile } from "../web/api-docs.ts";
import { calendarFile } from "../web/calendar-file.ts";
import { backToCase, moveByForm, readCase } from "../web/case.ts";
import { pages } from "../web/door.ts";
import { drillByForm, readDrills } from "../web/drills.ts";
import { readBoard } from "../web/duty-board.ts";
import { readJoined } from "../web/joined.ts";
import { changeMe, readMe } from "../web/me.ts";
import { readMine } from "../web/my-escalations.ts";
import { exportCase, printCase } from "../web/print-case.ts";
import { askToRaise, raiseByForm } from "../web/raise.ts";
import { readRotaPage } from "../web/rota.ts";
import { endCalendar, makeCalendar, readCalendars } from "../web/rota-calendars.ts";
import { askToChange, changeByForm, importByForm } from "../web/rota-change.ts";
import { readDesks } from "../web/rota-desks.ts";
import { exportRota } from "../web/rota-export.ts";
import { askToSignIn, finishSignIn, signedIn, signOut, start, startSignIn } from "../web/sign-in.ts";
import { staticFile } from "../web/static-file.ts";
import { askToTakeOver, takeOverByForm } from "../web/take-over.ts";

/** The room of the pages: everything that people see, and the files that go with it. It makes moves through the same functions as the API. */
export const handler = pages([
  { method: "GET", path: "/", run: start },
  { method: "GET", path: "/sign-in", open: true, run: askToSignIn },
  { method: "GET", path: "/sign-in/start", open: true, run: startSignIn },
  { method: "GET", path: "/sign-in/callback", open: true, run: finishSignIn },
  { method: "GET", path: "/signed-in", run: signedIn },
  { method: "POST", path: "/sign-out", open: true, run: signOut },
  { method: "GET", path: "/raise", run: askToRaise },
  { method: "POST", path: "/raise", run: raiseByForm },
  { method: "GET", path: "/escalations", run: readMine },
  { method: "GET", path: "/escalations/{id}", run: readCase },
  { method: "GET", path: "/escalations/{id}/joined", run: readJoined },
  { method: "GET", path: "/escalations/{id}/print", run: printCase },
  { method: "GET", path: "/escalations/{id}/export.json", run: exportCase },
  { method: "GET", path: "/escalations/{id}/{move}", run: backToCase },
  { method: "POST", path: "/escalations/{id}/{move}", run: moveByForm },
  { method: "GET", path: "/duty-board", watched: true, run: readBoard },
  { method: "GET", path: "/rota", run: readDesks },
  { method: "GET", path: "/rota/{team}", run: readRotaPage },
  { method: "GET", path: "/rota/{team}/export.csv", run: exportRota },
  { method: "GET", path: "/rota/{team}/calendars", run: readCalendars },
  { method: "POST", path: "/rota/{team}/calendars", run: makeCalendar },
  { method: "POST", path: "/rota/{team}/calendars/{id}/end", run: endCalendar },
  { method: "POST", path: "/rota/{team}/import", mostBytes: LARGEST_FILE, run: importByForm },
  { method: "GET", path: "/rota/{team}/take-over", run: askToTakeOver },
  { method: "POST", path: "/rota/{team}/take-over", run: takeOverByForm },
  { method: "GET", path: "/rota/{team}/drills", run: readDrills },
  { method: "POST", path: "/rota/{team}/drills", run: drillByForm },
  { method: "GET", path: "/rota/{team}/drills/{id}", run: readDrills },
  { method: "POST", path: "/rota/{team}/drills/{id}", run: drillByForm },
  { method: "GET", path: "/rota/{team}/{form}", run: askToChange },
  { method: "POST", path: "/rota/{team}/{form}", run: changeByForm },
  { method: "GET", path: "/me", run: readMe },
  { method: "POST", path: "/me/{change}", run: changeMe },
  { method: "GET", path: "/api/docs", open: true, run: apiDocs },
  { method: "GET", path: "/api/openapi.json", open: true, run: openapiFile },
  { method: "GET", path: "/feeds/{file}", open: true, run: calendarFile },
  { method: "GET", path: "/static/{file}", open: true, run: staticFile },
]);
