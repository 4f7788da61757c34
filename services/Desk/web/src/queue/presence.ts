import { keys, queryClient } from "../app/queries";
import type { LivePresence } from "../app/live";
import type { AgentView, DeskPerson, PresentPerson } from "../api/types";
import { serverNow } from "../ui/time";
import { changed, type ListData } from "./listCache";

/** Unheard of for so long, somebody is gone. */
const holds = 25_000;

/** Shows who is where, as it was told live. */
export function presenceChanged({ ticket_id, people }: LivePresence): void {
  const agents = queryClient.getQueryData<{ items: readonly AgentView[] }>(keys.agents)?.items ?? [];
  const me = queryClient.getQueryData<DeskPerson | null>(keys.person)?.id;
  const until = new Date(serverNow() + holds).toISOString();
  const present: PresentPerson[] = people
    .filter((person) => person.agent_id !== me)
    .map((person) => ({
      id: person.agent_id,
      name: agents.find((agent) => agent.id === person.agent_id)?.name ?? "…",
      typing: person.typing,
      until,
    }));
  queryClient.setQueryData(keys.present(ticket_id), present);
  queryClient.setQueriesData<ListData>({ queryKey: keys.lists }, (data) => data && changed(data, ticket_id, (row) => ({ ...row, present })));
}
