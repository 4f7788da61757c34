import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { CalendarDefinition } from "../api/leadTypes";
import { Icon } from "../ui/Icon";
import { isZone } from "./year";

/** Whether it is open now and when next, by the calendar as it stands on the screen. */
export function CalendarPreviewLine({ definition }: { definition: CalendarDefinition }) {
  const { t, i18n } = useTranslation();
  const [asked, setAsked] = useState(definition);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(definition), 400);
    return () => clearTimeout(timer);
  }, [definition]);
  const query = useQuery({
    queryKey: ["calendar preview", asked],
    queryFn: () => take(router.POST("/calendars/preview", { body: asked })),
    placeholderData: (before) => before,
    gcTime: 60_000,
  });
  const preview = query.data;
  // A zone that is half written is none: what was answered for the one before is not told in it. The line keeps its place, for
  // the year is clicked in below it.
  if (!preview || query.error || !isZone(asked.zone)) {
    return (
      <p className="preview-line" role="status">
        {"\u00a0"}
      </p>
    );
  }

  const next = preview.next_opening
    ? new Intl.DateTimeFormat(i18n.language, {
        dateStyle: "full",
        timeStyle: "short",
        hourCycle: "h23",
        timeZone: asked.zone,
      }).format(new Date(preview.next_opening))
    : null;
  return (
    <p className={preview.is_open ? "preview-line open" : "preview-line"} role="status">
      <Icon name="clock" size={15} />
      {preview.is_open ? t("rules.calendar.openNow") : next ? t("rules.calendar.opens", { time: next }) : t("rules.calendar.never")}
    </p>
  );
}
