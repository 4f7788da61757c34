import { useLayoutEffect, useRef } from "react";
import { Link } from "../app/Link";
import { usePlace } from "../app/address";
import { Icon, type IconName } from "./Icon";

export interface Tab {
  readonly to: string;
  readonly icon: IconName;
  readonly text: string;
}

/** The pages of one area side by side; the one that is open is marked. */
export function PageTabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const { path } = usePlace();
  const list = useRef<HTMLElement>(null);
  // On a telephone not all of them are in sight; the open one is.
  useLayoutEffect(() => {
    const open = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (list.current && open) list.current.scrollLeft = open.offsetLeft - (list.current.clientWidth - open.offsetWidth) / 2;
  }, [path]);
  return (
    <nav ref={list} className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={path === tab.to || path.startsWith(`${tab.to}/`) ? "page" : undefined}>
          <Icon name={tab.icon} size={14} /> {tab.text}
        </Link>
      ))}
    </nav>
  );
}
