import { useTranslation } from "react-i18next";
import { AdminBar } from "../admin/AdminBar";
import { desk, take } from "../api/client";
import { usePlace } from "../app/address";
import { Icon } from "../ui/Icon";
import { PagedList } from "../ui/PagedList";
import { usePages } from "../ui/usePages";
import { AuditFilters } from "./AuditFilters";
import { AuditRow } from "./AuditRow";
import { fileOf, questionOf } from "./question";
import { useTargetNames } from "./useTargetNames";

/** Who did what, newest first; a click on a name or an id narrows the list to it. */
export function AuditPage() {
  const { t } = useTranslation();
  const { search } = usePlace();
  const question = questionOf(search);
  const pages = usePages(["audit", question], (from) =>
    take(desk.GET("/desk/audit", { params: { query: { ...question, ...from } } })),
  );
  const nameOf = useTargetNames(pages.items);
  return (
    <main className="admin">
      <AdminBar>
        <a className="button bar-end" href={fileOf(question)} download>
          <Icon name="download" size={14} /> {t("audit.csv")}
        </a>
      </AdminBar>
      <p className="quiet padded">{t("audit.lead")}</p>
      <AuditFilters lines={pages.items} nameOf={nameOf} />
      <PagedList
        pages={pages}
        className="audit"
        columns={[t("audit.at"), t("audit.who"), t("audit.what"), t("audit.whom"), t("audit.detail"), t("audit.outcome")]}
        empty={{ icon: "rules", text: t("audit.empty") }}
      >
        {(line) => <AuditRow line={line} targetName={nameOf(line)} />}
      </PagedList>
    </main>
  );
}
