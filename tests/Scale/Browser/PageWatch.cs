namespace TriageMesh.Scale.Browser;

/// <summary>What is put into each page before its own program, to see from within when something is on the screen.</summary>
/// <remarks>
/// A moment counts once the frame that shows it has been painted: the task after the next frame's callbacks. Times of a press
/// begin with the browser's own time of the key.
/// </remarks>
internal static class PageWatch
{
    public const string Script = """
        (() => {
          const painted = () =>
            new Promise((done) =>
              requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => done(performance.now());
                channel.port2.postMessage(null);
              }),
            );
          const until = (test) =>
            new Promise((done) => {
              const look = () => test() && (observer.disconnect(), done());
              const observer = new MutationObserver(look);
              observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
              look();
            });
          const soon = (what, act) =>
            Promise.race([act, new Promise((_, fail) => setTimeout(() => fail(new Error(`not within 15 s: ${what}`)), 15_000))]);
          const text = (selector, within = document) => within.querySelector(selector)?.textContent?.trim();
          const pressed = (key) =>
            new Promise((done) => {
              const listen = (event) => {
                if (event.key !== key) return;
                removeEventListener("keydown", listen, true);
                done(event.timeStamp);
              };
              addEventListener("keydown", listen, true);
            });
          const rowOf = (number) => [...document.querySelectorAll("a.row")].find((row) => text(".row-number", row) === number);

          let frames = null;
          window.scale = {
            /** From the navigation to the first rows, and to the answer to a key pressed as soon as they are there. */
            async load(rows, key, answered) {
              await until(() => document.querySelector(rows));
              const shown = await painted();
              while (!document.querySelector(answered)) {
                const target = document.activeElement ?? document.body;
                target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
                await painted();
              }
              return [shown, performance.now()];
            },
            /** From the press of a key to a ticket with its history and its reply box; null means another than now. */
            ticketAfter(key, number) {
              // A page that was drawn ahead is in the document and not on the screen.
              const open = () => [...document.querySelectorAll("main")].find((page) => page.style.display !== "none") ?? document;
              const before = text(".ticket-number", open());
              const isThere = () => {
                const page = open();
                const now = text(".ticket-main .ticket-number", page);
                return now && (number === null ? now !== before : now === number) && page.querySelector(".composer textarea");
              };
              this.took = soon(`a ticket after ${key}`, pressed(key).then(async (at) => {
                await until(isThere);
                return (await painted()) - at;
              }));
            },
            /** When the row of a ticket shows this order number, in milliseconds of the day's clock. */
            orderInRow(number, order) {
              const isThere = () => {
                const row = rowOf(number);
                return row && text(".row-order", row) === order;
              };
              this.took = soon(`the row of ${number}`, until(isThere).then(painted).then((at) => performance.timeOrigin + at));
            },
            startFrames() {
              frames = [];
              let last = performance.now();
              const frame = () => {
                if (!frames) return;
                const now = performance.now();
                frames.push(now - last);
                last = now;
                requestAnimationFrame(frame);
              };
              requestAnimationFrame(frame);
            },
            endFrames() {
              const all = frames;
              frames = null;
              return all;
            },
          };
        })();
        """;

    /// <summary>Begins to measure a load; the page keeps the promise as <c>scale.loaded</c>.</summary>
    public static string Load(string rows, string key, string answered) =>
        $"{Script} window.scale.loaded = window.scale.load({Quoted(rows)}, {Quoted(key)}, {Quoted(answered)});";

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
