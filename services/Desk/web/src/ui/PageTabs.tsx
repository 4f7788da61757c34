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
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={path === tab.to || path.startsWith(`${tab.to}/`) ? "page" : undefined}>
          <Icon name={tab.icon} size={14} /> {tab.text}
        </Link>
      ))}
    </nav>
  );
}
