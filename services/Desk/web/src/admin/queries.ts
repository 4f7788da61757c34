import { router, take, takeAll } from "../api/client";
import { keys } from "../app/queries";

/** Every webhook at once, for who wants to call one by its name. */
export const webhooksQuery = {
  queryKey: [...keys.webhooks, "all"],
  queryFn: () => takeAll((from) => take(router.GET("/webhooks", { params: { query: { ...from, limit: 100 } } }))),
};
