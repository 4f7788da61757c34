import { useTranslation } from "react-i18next";
import type { AuditEntry, Role } from "../api/types";
import { withSearch } from "../app/address";
import { Link } from "../app/Link";
import { moment } from "../ui/Age";
import { Icon, type IconName } from "../ui/Icon";
import { areas, type Outcome } from "./areas";
import { saidOf, type Said } from "./detail";

const marks: Record<Outcome, { icon: IconName; tone: string }> = {
  done: { icon: "check", tone: "tag good" },
  refused: { icon: "x", tone: "tag waiting" },
  failed: { icon: "warning", tone: "tag bad" },
  unknown: { icon: "clock", tone: "tag" },
};

/** One line of the log. */
export function AuditRow({ line, targetName }: { line: AuditEntry; targetName: string | undefined }) {
  const { t, i18n } = useTranslation();
  const { icon, tone } = marks[line.outcome];
  const area = areas.find((each) => each === line.area);
  const areaName = area && t(`audit.area.${area}`);
  // An act that this page does not know yet is shown by its own name.
  const act = i18n.exists(`audit.act.${line.act}`) ? t(`audit.act.${line.act}` as "audit.act.other_change") : line.act;
  return (
    <tr>
      <td className="audit-at">
        <time dateTime={line.at}>{moment(line.at, i18n.language)}</time>
      </td>
      <td>
        <Who line={line} />
      </td>
      <th scope="row">
        {act}
        {areaName && areaName !== act ? <span className="quiet audit-area">{areaName}</span> : null}
      </th>
      <td>
        {line.target ? (
          <Link className="audit-id" to={withSearch({ target: line.target })} title={line.target}>
            <bdi>{targetName ?? line.target}</bdi>
          </Link>
        ) : (
          "–"
        )}
      </td>
      <td>
        <How line={line} />
      </td>
      <td>
        <span className={tone} title={line.status ? t("audit.status", { status: line.status }) : undefined}>
          <Icon name={icon} size={12} /> {t(`audit.outcomes.${line.outcome}`)}
        </span>
      </td>
    </tr>
  );
}

function Who({ line }: { line: AuditEntry }) {
  const { t } = useTranslation();
  if (!line.actor_id) return <span className="quiet">{t("audit.nobody")}</span>;
  return (
    <>
      <Link to={withSearch({ actor: line.actor_id })}>
        <bdi>{line.actor ?? line.actor_id.slice(0, 8)}</bdi>
      </Link>{" "}
      {line.actor_kind === "program" ? <span className="tag">{t("audit.program")}</span> : null}
    </>
  );
}

function How({ line }: { line: AuditEntry }) {
  const said = saidOf(line.detail);
  return said.length === 0 ? (
    "–"
  ) : (
    <ul className="audit-how">
      {said.map((each, index) => (
        <li key={index}>
          <HowItIsSaid said={each} />
        </li>
      ))}
    </ul>
  );
}

function HowItIsSaid({ said }: { said: Said }) {
  const { t } = useTranslation();
  switch (said.what) {
    case "roles":
      return (
        <>
          {said.before ? (
            <>
              <Roles roles={said.before} /> →{" "}
            </>
          ) : null}
          <Roles roles={said.roles} />
        </>
      );
    case "scopes":
      return said.scopes.map((scope) => (
        <code key={scope} className="tag">
          {scope}
        </code>
      ));
    case "other":
      return <code>{said.text}</code>;
    default:
      return t(`audit.how.${said.what}`);
  }
}

function Roles({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation();
  if (roles.length === 0) return t("audit.how.noRole");
  return roles.map((role) => (
    <span key={role} className="tag">
      {t(`role.${role}`)}
    </span>
  ));
}
