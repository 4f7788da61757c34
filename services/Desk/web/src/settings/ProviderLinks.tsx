import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { askDesk } from "../api/client";
import { asProblem } from "../api/problem";
import { usePerson } from "../app/session";
import { queryClient } from "../app/queries";
import { moment } from "../ui/Age";
import { toast } from "../ui/toast";

interface ProviderLink {
  readonly issuer: string;
  readonly linked_at: string;
  readonly last_used_at: string;
}

const key = ["provider links"] as const;
const path = "/desk/openid/links";

/** Which account of a provider opens this one; nothing where none does. */
export function ProviderLinks() {
  const { t, i18n } = useTranslation();
  const person = usePerson();
  const query = useQuery({ queryKey: key, queryFn: () => askDesk<readonly ProviderLink[]>(path) });
  const unlink = useMutation({
    mutationFn: (issuer: string) => askDesk<null>(`${path}?issuer=${encodeURIComponent(issuer)}`, "DELETE"),
    onSuccess: () => toast(t("settings.unlinked")),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
  const links = query.data ?? [];
  if (links.length === 0) return null;
  return (
    <section className="card">
      <h2>{t("settings.links")}</h2>
      <ul className="sessions">
        {links.map((link) => (
          <li key={link.issuer}>
            <span>
              <strong>{hostOf(link.issuer)}</strong>
              <br />
              <span className="quiet">{t("settings.lastSeen", { time: moment(link.last_used_at, i18n.language) })}</span>
            </span>
            <button
              className="button small"
              disabled={unlink.isPending || !person.has_password}
              onClick={() => {
                if (confirm(t("settings.unlinkSure", { name: hostOf(link.issuer) }))) unlink.mutate(link.issuer);
              }}
            >
              {t("settings.unlink")}
            </button>
          </li>
        ))}
      </ul>
      {person.has_password ? null : <p className="quiet">{t("settings.onlyWay")}</p>}
    </section>
  );
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}
