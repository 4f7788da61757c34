import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { askDesk } from "../api/client";
import { asProblem } from "../api/problem";
import { queryClient } from "../app/queries";
import { moment } from "../ui/Age";
import { toast } from "../ui/toast";

interface ProviderLink {
  readonly issuer: string;
  readonly linked_at: string;
  readonly last_used_at: string;
}

interface Props {
  /** Where the links of the account are. */
  path: string;
  mayUnlink: boolean;
  sure: (name: string) => string;
}

/** Which accounts of providers open an account of ours; nothing where none does. */
export function useProviderLinks(path: string): readonly ProviderLink[] {
  return useQuery({ queryKey: ["provider links", path], queryFn: () => askDesk<readonly ProviderLink[]>(path) }).data ?? [];
}

/** They are listed, and can be taken away. */
export function ProviderLinkList({ path, mayUnlink, sure }: Props) {
  const { t, i18n } = useTranslation();
  const links = useProviderLinks(path);
  const unlink = useMutation({
    mutationFn: (issuer: string) => askDesk<null>(`${path}?issuer=${encodeURIComponent(issuer)}`, "DELETE"),
    onSuccess: () => toast(t("settings.unlinked")),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["provider links"] }),
  });
  return (
    <ul className="sessions">
      {links.map((link) => (
        <li key={link.issuer}>
          <span>
            <strong>{hostOf(link.issuer)}</strong>
            <br />
            <span className="quiet">{t("settings.lastSeen", { time: moment(link.last_used_at, i18n.language) })}</span>
          </span>
          <button
            type="button"
            className="button small"
            disabled={unlink.isPending || !mayUnlink}
            onClick={() => {
              if (confirm(sure(hostOf(link.issuer)))) unlink.mutate(link.issuer);
            }}
          >
            {t("settings.unlink")}
          </button>
        </li>
      ))}
    </ul>
  );
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}
