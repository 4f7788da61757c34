import type { ReactNode } from "react";
import { PageTabs, type Tab } from "./PageTabs";

/** The head of a page that is one of several about the same: its area, the others, and what can be done here. */
export function PageBar({ title, tabs, children }: { title: string; tabs: readonly Tab[]; children?: ReactNode }) {
  return (
    <header className="bar">
      <h1>{title}</h1>
      <PageTabs label={title} tabs={tabs} />
      {children}
    </header>
  );
}
