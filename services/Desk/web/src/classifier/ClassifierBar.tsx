import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PageTabs } from "../ui/PageTabs";

export function ClassifierBar({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <header className="bar">
      <h1>{t("learn.title")}</h1>
      <PageTabs
        label={t("learn.title")}
        tabs={[
          { to: "/classifier/corrections", icon: "tag", text: t("learn.corrections") },
          { to: "/classifier/models", icon: "learn", text: t("learn.models") },
          { to: "/classifier/rules", icon: "rules", text: t("learn.rules") },
          { to: "/classifier/try", icon: "eye", text: t("learn.try.title") },
        ]}
      />
      {children}
    </header>
  );
}
