import { keyName } from '#lib/key-name.ts';
import { useListeners } from '#ui/use-listeners.ts';
import type { Alarm } from './alarm.ts';
import { wallWords as words } from './words.ts';

/** Not every screen has it or allows it; then it stays as it is. */
async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // Refused.
  }
}

type WallToolsProps = { alarm: Alarm; held: boolean; onHold: () => void; isShown: boolean };

const button =
  'rounded-[0.3em] border border-control bg-black px-[0.8em] py-[0.3em] text-text focus-visible:[outline:3px_solid_#7db4ff] focus-visible:[outline-offset:2px]';

/** Three buttons that show while the pointer moves or a key is pressed; each has its key. */
export function WallTools({ alarm, held, onHold, isShown }: WallToolsProps) {
  const { toggle } = alarm;
  // Keys of the whole page: a wall has no field to type into.
  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = keyName(event);
    if (key === 's') toggle();
    else if (key === 'f') void toggleFullScreen();
    else if (key === 'p') onHold();
  }
  useListeners({ keydown: press });

  return (
    <div
      className={`absolute top-2 right-[4vw] flex gap-[0.8vw] focus-within:opacity-100 ${isShown ? '' : 'opacity-0'}`}
    >
      <button type="button" className={button} aria-keyshortcuts="s" aria-pressed={alarm.on} onClick={toggle}>
        {words.sound(alarm.on)}
      </button>
      <button type="button" className={button} aria-keyshortcuts="p" aria-pressed={held} onClick={onHold}>
        {words.hold(held)}
      </button>
      <button type="button" className={button} aria-keyshortcuts="f" onClick={() => void toggleFullScreen()}>
        {words.fullScreen}
      </button>
    </div>
  );
}
