import { useTranslation } from "react-i18next";

interface Listed {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** The next page of a list, where there is one. */
export function More({ of }: { of: Listed }) {
  const { t } = useTranslation();
  if (!of.hasNextPage) return null;
  return (
    <button
      type="button"
      className="button more"
      disabled={of.isFetchingNextPage}
      aria-busy={of.isFetchingNextPage}
      onClick={() => void of.fetchNextPage()}
    >
      {t("app.more")}
    </button>
  );
}
