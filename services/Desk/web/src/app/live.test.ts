import { afterEach, describe, expect, it, vi } from "vitest";
import { hearChanges } from "./live";

class Source {
  static readonly open: Source[] = [];
  private readonly heard = new Map<string, (event: { data: string }) => void>();

  constructor() {
    Source.open.push(this);
  }

  addEventListener(name: string, act: (event: { data: string }) => void) {
    this.heard.set(name, act);
  }

  say(name: string) {
    this.heard.get(name)?.({ data: "{}" });
  }

  close() {
    Source.open.splice(Source.open.indexOf(this), 1);
  }
}

/** As the browser's: one holder, the others in the order in which they came. */
function locks() {
  let last: Promise<unknown> | null = null;
  return {
    request: (_: string, how: { ifAvailable?: boolean }, act: (lock: object | null) => Promise<unknown>) => {
      if (how.ifAvailable) return last ? act(null) : (last = act({}));
      return (last = (last ?? Promise.resolve()).then(() => act({})));
    },
  };
}

function tab() {
  const heard: string[] = [];
  const stop = hearChanges({
    changed: () => heard.push("changed"),
    present: () => heard.push("present"),
    resync: () => heard.push("resync"),
    connected: (is) => heard.push(is ? "there" : "away"),
  });
  return { heard, stop };
}

afterEach(() => vi.unstubAllGlobals());

describe("The live stream", () => {
  it("is looked behind by the tab that takes it over, and not by the one that begins it", async () => {
    vi.stubGlobal("EventSource", Source);
    vi.stubGlobal("navigator", { locks: locks() });
    const first = tab();
    const second = tab();
    // Told by the first, it hears from the start.
    await vi.waitFor(() => expect(second.heard).toEqual(["there"]));
    Source.open[0]?.say("hello");
    expect(first.heard).toEqual(["there"]);

    first.stop();
    await vi.waitFor(() => expect(Source.open.length).toBe(1));
    second.heard.length = 0;
    Source.open[0]?.say("hello");

    expect(second.heard).toEqual(["there", "resync"]);
    second.stop();
  });

  it("says that the bus is away, and has everything looked at when it is back", () => {
    vi.stubGlobal("EventSource", Source);
    vi.stubGlobal("navigator", { locks: locks() });
    const { heard, stop } = tab();

    for (const word of ["hello", "lost", "resync"]) Source.open[0]?.say(word);

    expect(heard).toEqual(["there", "away", "there", "resync"]);
    stop();
  });
});
