import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchEarly } from "./early";

const address = "http://desk.test/desk/api/tickets?view=mine&limit=50";
const asked = vi.fn(() => Promise.resolve(new Response("now")));

describe("What was asked for before the program was there", () => {
  beforeEach(() => {
    asked.mockClear();
    vi.stubGlobal("fetch", asked);
  });
  afterEach(() => vi.unstubAllGlobals());

  async function text(request: Request): Promise<string> {
    return (await fetchEarly(request)).text();
  }

  it("is taken once, and asked for again after that", async () => {
    window.early = { "/desk/api/tickets?view=mine&limit=50": Promise.resolve(new Response("early")) };
    expect(await text(new Request(address))).toBe("early");
    expect(await text(new Request(address))).toBe("now");
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("is no answer to another question, nor to a command", async () => {
    window.early = { "/desk/api/tickets?view=mine&limit=50": Promise.resolve(new Response("early")) };
    expect(await text(new Request("http://desk.test/desk/api/tickets?view=team&limit=50"))).toBe("now");
    expect(await text(new Request(address, { method: "POST" }))).toBe("now");
  });

  it("is asked for again where it was refused or did not come", async () => {
    window.early = { "/desk/me": Promise.resolve(new Response("", { status: 503 })) };
    expect(await text(new Request("http://desk.test/desk/me"))).toBe("now");
    window.early = { "/desk/me": Promise.reject(new TypeError("Failed to fetch")) };
    expect(await text(new Request("http://desk.test/desk/me"))).toBe("now");
  });
});
