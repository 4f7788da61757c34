let context: AudioContext | null = null;

/** Two short tones, made here: nothing is loaded. A browser stays silent until the person has done something on the page. */
export function ring(): void {
  context ??= new AudioContext();
  const at = context.currentTime + 0.02;
  tone(context, 660, at);
  tone(context, 880, at + 0.14);
}

function tone(audio: AudioContext, hertz: number, at: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.12, at + 0.02);
  gain.gain.linearRampToValueAtTime(0, at + 0.13);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.15);
}
