let context: AudioContext | null = null;

/** Whether the browser lets us be heard; it does only after somebody has clicked or pressed a key. */
export function canBeep(): boolean {
  return context?.state === 'running';
}

/** Asks the browser for sound; call it from a click or a key. A screen without any stays silent. */
export async function allowBeep(): Promise<void> {
  try {
    context ??= new AudioContext();
    await context.resume();
  } catch {
    // No sound here, or not allowed.
  }
}

/** Two short falling tones; silent where the browser has not allowed sound. */
export function beep(): void {
  if (context?.state !== 'running') return;
  for (const [index, pitch] of [880, 587].entries()) {
    const start = context.currentTime + index * 0.22;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.3, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.2);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.21);
  }
}
