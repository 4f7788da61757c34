/**
 * Does it once the browser has shown what there is now: what nobody waits for must not hold up what somebody does. A page
 * that nobody looks at is not shown: there it is done only where it has to be done at the latest after so many milliseconds.
 */
export function afterPaint(act: () => void, atLatest?: number): () => void {
  let timer = atLatest === undefined ? undefined : setTimeout(run, atLatest);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(act);
  });
  function run() {
    cancelAnimationFrame(frame);
    act();
  }
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
