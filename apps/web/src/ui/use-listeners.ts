import { useEffectEvent, useLayoutEffect } from 'react';

type Events = WindowEventMap & DocumentEventMap;
type Listeners = { [Name in keyof Events]?: (event: Events[Name]) => void };
type Options = { on?: boolean; capture?: boolean; target?: EventTarget };

/** Listens to events of the page, or of another target, while `on`. It is always the newest listener that is called. */
export function useListeners(
  listeners: Listeners,
  { on = true, capture = false, target = document }: Options = {},
): void {
  const names = Object.keys(listeners).join(' ');
  const call = useEffectEvent((event: Event) => {
    const listener: unknown = Reflect.get(listeners, event.type);
    if (typeof listener === 'function') listener(event);
  });
  // Follows the browser's events from the moment the page is drawn: a key pressed on a row in sight must not be lost.
  useLayoutEffect(() => {
    if (!on) return;
    const listen = (event: Event) => call(event);
    for (const name of names.split(' ')) target.addEventListener(name, listen, capture);
    return () => {
      for (const name of names.split(' ')) target.removeEventListener(name, listen, capture);
    };
  }, [names, on, capture, target]);
}
