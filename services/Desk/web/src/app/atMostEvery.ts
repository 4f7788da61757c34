/** Runs `act` at once, and for all calls in the next `milliseconds` once more at their end. */
export function atMostEvery(milliseconds: number, act: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  function run() {
    act();
    waiting = setTimeout(() => {
      waiting = undefined;
      if (!again) return;
      again = false;
      run();
    }, milliseconds);
  }
  return () => {
    if (waiting === undefined) run();
    else again = true;
  };
}
