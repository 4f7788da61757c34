import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "./Icon";
import { More } from "./More";
import { ProblemLine } from "./ProblemLine";
import { Table } from "./Table";
import type { Pages } from "./usePages";

interface Props<Item extends { readonly id: string | number }> {
  pages: Pages<Item>;
  /** The heads of a table's columns; without them the items are cards. */
  columns?: readonly string[];
  /** What the list of cards looks like, or the table beside being one. */
  className?: string;
  /** Said where there is none; not needed where there always is one. */
  empty?: { icon: IconName; text: string };
  /** One item: the row of the table, or what is inside the card's place. */
  children: (item: Item) => ReactNode;
}

/** A list as pages show them: what went wrong, that there is none, the items, and more of them. */
export function PagedList<Item extends { readonly id: string | number }>(props: Props<Item>) {
  const { pages, columns, className, empty, children } = props;
  const { t } = useTranslation();
  const isEmpty = !pages.isPending && pages.error === null && pages.items.length === 0;
  const rest = (
    <>
      {pages.isPending && pages.error === null ? <p className="quiet padded">{t("app.loading")}</p> : null}
      <More of={pages} />
    </>
  );
  return (
    <>
      <div className="padded-x">
        <ProblemLine error={pages.error} />
      </div>
      {isEmpty && empty ? (
        <div className="empty">
          <Icon name={empty.icon} size={36} />
          <p>{empty.text}</p>
        </div>
      ) : columns ? (
        <div className="table-frame">
          <Table className={className} columns={columns}>
            {pages.items.map((item) => (
              <Fragment key={item.id}>{children(item)}</Fragment>
            ))}
          </Table>
          {rest}
        </div>
      ) : (
        <>
          <ul className={className}>
            {pages.items.map((item) => (
              <li key={item.id}>{children(item)}</li>
            ))}
          </ul>
          {rest}
        </>
      )}
    </>
  );
}
