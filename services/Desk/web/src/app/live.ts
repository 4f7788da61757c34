import type { LiveChange, LiveChanges } from "../api/types";

/** What the desk hears while it is open. */
export interface LiveListener {
  changed: (changes: readonly LiveChange[]) => void;
  /** Who is at a ticket now. */
  present: (presence: LivePresence) => void;
  /** Something may have been missed: look at everything again. */
  resync: () => void;
  connected: (isConnected: boolean) => void;
}

/** Ids only: the names are for those who may see the ticket. */
export interface LivePresence {
  readonly ticket_id: number;
  readonly people: readonly { readonly agent_id: string; readonly typing: boolean }[];
}

type Heard = { type: "present"; presence: LivePresence } | { type: "changed"; changes: readonly LiveChange[] } | { type: "resync" } | { type: "connected"; is: boolean };

const channelName = "desk.live";

/**
 * Hears changes until it is stopped. A browser gives one host six connections for all its tabs, so only one tab holds
 * the stream and tells the others; when it closes, the next takes over.
 */
export function hearChanges(listener: LiveListener): () => void {
  const channel = new BroadcastChannel(channelName);
  const stopping = new AbortController();
  const tell = (heard: Heard) => {
    switch (heard.type) {
      case "changed":
        listener.changed(heard.changes);
        break;
      case "present":
        listener.present(heard.presence);
        break;
      case "resync":
        listener.resync();
        break;
      case "connected":
        listener.connected(heard.is);
        break;
    }
  };
  channel.onmessage = (event: MessageEvent<Heard>) => tell(event.data);

  const lead = (isHandedOn: boolean) =>
    stream(stopping.signal, isHandedOn, (heard) => {
      tell(heard);
      channel.postMessage(heard);
    });
  // Without locks (plain http on another host) each tab has a stream of its own.
  if ("locks" in navigator) void takeTurns(stopping.signal, lead, () => tell({ type: "connected", is: true }));
  else void lead(false);

  return () => {
    stopping.abort();
    channel.close();
  };
}

/** Leads at once where no other tab does, else once that tab has gone; until then it is told by that one. */
async function takeTurns(stopped: AbortSignal, lead: (isHandedOn: boolean) => Promise<void>, follow: () => void): Promise<void> {
  const isLed = await navigator.locks.request(channelName, { ifAvailable: true }, async (lock) => {
    if (lock && !stopped.aborted) await lead(false);
    return lock === null;
  });
  if (isLed && !stopped.aborted) follow();
  if (isLed) await navigator.locks.request(channelName, { signal: stopped }, () => lead(true)).catch(() => undefined);
}

/** Keeps a stream open until told to stop. One that is handed on may have missed what came between the two tabs. */
function stream(stopped: AbortSignal, isHandedOn: boolean, tell: (heard: Heard) => void): Promise<void> {
  return new Promise((done) => {
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    let wasOpen = isHandedOn;

    function open() {
      source = new EventSource("/desk/live");
      source.addEventListener("hello", () => {
        tell({ type: "connected", is: true });
        if (wasOpen) tell({ type: "resync" });
        wasOpen = true;
      });
      source.addEventListener("lost", () => tell({ type: "connected", is: false }));
      source.addEventListener("resync", () => {
        tell({ type: "connected", is: true });
        tell({ type: "resync" });
      });
      source.addEventListener("tickets", (event: MessageEvent<string>) => {
        tell({ type: "changed", changes: (JSON.parse(event.data) as LiveChanges).changes });
      });
      source.addEventListener("presence", (event: MessageEvent<string>) => {
        tell({ type: "present", presence: JSON.parse(event.data) as LivePresence });
      });
      source.onerror = () => {
        tell({ type: "connected", is: false });
        // The browser tries again by itself unless it was refused.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, 3_000);
      };
    }

    stopped.addEventListener("abort", () => {
      clearTimeout(again);
      source?.close();
      done();
    });
    open();
  });
}
