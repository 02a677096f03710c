import type { ReactNode } from "react";

type Listed = readonly { readonly code: string; readonly title: string }[];
/** What codes stand for, in their own order. */
export const titlesOf = (codes: readonly string[], all: Listed): string =>
  codes.map((code) => all.find((one) => one.code === code)?.title ?? code).join(", ");

/** A part of the agreement that few read, folded up under what it holds. */
export const Fold = ({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ReactNode }) => (
  <details className="app-fold" open={isOpen}>
    <summary>{title}</summary>
    {children}
  </details>
);
