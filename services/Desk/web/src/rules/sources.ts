/** GET /desk/ingest/sources, which no description lists. */
export interface IntakeOverview {
  readonly since: string;
  readonly unpublished: number;
  readonly unrouted: number;
  readonly oldest_unrouted_at: string | null;
  readonly sources: readonly IntakeSource[];
}

export interface IntakeSource {
  readonly name: string;
  readonly webhook: boolean;
  readonly channel: string | null;
  readonly account: string | null;
  readonly live_secrets: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly last_at: string | null;
}

/** In one word how it is with a source since the process that answers began. */
export function stateOf(source: IntakeSource): "receives" | "refuses" | "renews" | "imports" | "waits" {
  if (source.rejected > 0 && source.accepted === 0) return "refuses";
  if (!source.webhook) return "imports";
  if (source.live_secrets > 1) return "renews";
  return source.accepted + source.duplicates > 0 ? "receives" : "waits";
}
