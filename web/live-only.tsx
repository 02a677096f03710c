import { createContext, type ReactNode, useContext } from "react";

/** Is what its reader reads practice? The frame says it, once for the whole page. */
export const Practises = createContext(false);

/** What leads out of practice, to the work of the living: its reader would only be told that it is no part of it. */
export const LiveOnly = ({ children }: { children: ReactNode }) => (useContext(Practises) ? null : children);

/** The way to a case that is not theirs, under a list of those that are. */
export const CaseOfOthers = () => (
  <LiveOnly>
    <p>
      <a id="app-others" href="/break-glass">
        Open a case of others, in an emergency
      </a>
    </p>
  </LiveOnly>
);
