import { Numbers } from "./telephone.tsx";

/** Shown by the browser when it has not heard from the server for two beats: what is on the screen may be old, and whom to ring instead. */
export const Stale = ({ page, controlRoom }: { page: string; controlRoom: string | undefined }) => (
  <div className="app-stale" id="app-stale" hidden>
    <p>
      <strong>
        This page is not up to date. <span data-why="">We cannot reach the service.</span>
      </strong>{" "}
      Ring <Numbers controlRoom={controlRoom} /> if it cannot wait. <a href={page}>Try again</a>
    </p>
  </div>
);
