import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem, said } from "../api/problem";
import type { WebhookDeliveryView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { Moment, moment } from "../ui/Age";
import { More } from "../ui/More";
import { Table } from "../ui/Table";
import { toast } from "../ui/toast";

const lookEvery = 3_000;
const heads = ["at", "what", "state", "answer"] as const;

/** What was sent to one webhook, newest first. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: keys.deliveries(webhookId),
    queryFn: ({ pageParam }) =>
      take(
        router.GET("/webhooks/{id}/deliveries", {
          params: { path: { id: webhookId }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: lookEvery,
  });
  const deliveries = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {query.data && deliveries.length === 0 ? <p className="quiet">{t("admin.deliveriesEmpty")}</p> : null}
      {deliveries.length > 0 ? (
        <Table columns={heads.map((head) => t(`admin.deliveryHead.${head}`))}>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} webhookId={webhookId} delivery={delivery} />
          ))}
        </Table>
      ) : null}
      <More of={query} />
    </>
  );
}

const looks = { pending: "tag waiting", delivered: "tag good", failed: "tag" } as const;

function Row({ webhookId, delivery }: { webhookId: string; delivery: WebhookDeliveryView }) {
  const { t, i18n } = useTranslation();
  const status = delivery.status as keyof typeof looks;
  const retry = useMutation({
    mutationFn: () =>
      take(
        router.POST("/webhooks/{id}/deliveries/{deliveryId}/retry", {
          params: { path: { id: webhookId, deliveryId: delivery.id } },
        }),
      ),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.deliveries(webhookId) }),
  });
  return (
    <tr>
      <th scope="row">
        <Moment at={delivery.created_at} />
      </th>
      <td>{delivery.event_id === null || delivery.event_id === undefined ? t("admin.deliveryTest") : t("admin.deliveryEvent", { id: delivery.event_id })}</td>
      <td>
        <span className={looks[status]}>{t(`admin.deliveryStatus.${status}`)}</span>
      </td>
      <td>
        {[
          delivery.answer_status ? `HTTP ${delivery.answer_status}` : delivery.answer_error ? said(delivery.answer_error).replace(/[.。]$/, "") : null,
          delivery.answer_ms === null || delivery.answer_ms === undefined ? null : `${delivery.answer_ms} ms`,
          t("admin.deliveryAttempts", { count: delivery.attempts }),
          delivery.next_attempt_at ? t("admin.deliveryNext", { time: moment(delivery.next_attempt_at, i18n.language) }) : null,
        ]
          .filter(Boolean)
          .join(" · ")}{" "}
        {status === "pending" ? null : (
          <button className="button small" disabled={retry.isPending} onClick={() => retry.mutate()}>
            {t("admin.deliveryRetry")}
          </button>
        )}
      </td>
    </tr>
  );
}
