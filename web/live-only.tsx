import { createContext, type ReactNode, useContext } from "react";

/** Is what its reader reads practice? The frame says it, once for the whole page. */
export const Practises = createContext(false);

/** What leads out of practice, to the work of the living: its reader would only be told that it is no part of it. */
export const LiveOnly = ({ children }: { children: ReactNode }) => (useContext(Practises) ? null : children);
