import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PageBar } from "../ui/PageBar";

export function ClassifierBar({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <PageBar
      title={t("learn.title")}
      tabs={[
        { to: "/classifier/corrections", icon: "tag", text: t("learn.corrections") },
        { to: "/classifier/models", icon: "learn", text: t("learn.models") },
        { to: "/classifier/rules", icon: "rules", text: t("learn.rules") },
        { to: "/classifier/try", icon: "eye", text: t("learn.try.title") },
      ]}
    >
      {children}
    </PageBar>
  );
}
