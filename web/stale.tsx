import { Numbers } from "./telephone.tsx";

/** Shown by the browser when it has not heard from the server for two beats: what is on the screen may be old, and whom to ring instead. */
export const Stale = ({ page, controlRoom, desk }: { page: string; controlRoom: string | undefined; desk?: string }) => (
  <>
    <StandsStill page={page} />
    <div className="app-stale" id="app-stale" hidden>
      <p>
        <strong>
          This page is not up to date. <span data-why="">We cannot reach the service.</span>
        </strong>{" "}
        Ring <Numbers controlRoom={controlRoom} {...(desk === undefined ? {} : { desk })} /> if it cannot wait.{" "}
        <a href={page}>Try again</a>
      </p>
    </div>
  </>
);

/** There until the page's script takes it away: a board whose script did not come would look like a quiet night. The sheet shows it a moment late. */
const StandsStill = ({ page }: { page: string }) => (
  <div className="app-stale app-stands-still" id="app-stands-still">
    <p>
      <strong>This page does not update itself.</strong> It shows what was so when it was opened. <a href={page}>Open it again</a>
    </p>
  </div>
);
