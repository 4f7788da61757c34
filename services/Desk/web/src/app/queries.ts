import { QueryClient } from "@tanstack/react-query";

/** Server state lives here and nowhere else. What a service that is away could not answer is asked again when it is back. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 15_000, gcTime: 10 * 60_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});

export const keys = {
  person: ["person"] as const,
  me: ["me"] as const,
  lists: ["tickets"] as const,
  ticket: (id: number) => ["ticket", id] as const,
  search: ["search"] as const,
  present: (id: number) => ["present", id] as const,
  counts: ["counts"] as const,
  notices: ["notices"] as const,
  noticeChoices: ["notice-choices"] as const,
  canned: ["canned"] as const,
  filled: (ticket: number, canned: string) => ["canned", canned, ticket] as const,
  agents: ["agents"] as const,
  queues: ["queues"] as const,
  board: ["board"] as const,
  praise: ["praise"] as const,
  parked: ["parked"] as const,
  tokens: ["tokens"] as const,
  webhooks: ["webhooks"] as const,
  deliveries: (id: string) => ["webhooks", id, "deliveries"] as const,
  accounts: ["accounts"] as const,
  sessions: ["sessions"] as const,
};
