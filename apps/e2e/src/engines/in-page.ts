/**
 * Looks and presses in a page of any engine. Each function runs in the page: it uses nothing from outside itself, and no
 * language younger than Chromium 80.
 */

/** Whether a text can be read: it has a place in the window, and nothing lies over it. */
export function canRead(text: string): boolean {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const parent = node.parentElement;
    if (!parent || !(node.nodeValue || '').includes(text)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) continue;
    const hit = document.elementFromPoint(box.left + Math.min(box.width, 30) / 2, box.top + box.height / 2);
    if (hit && parent.contains(hit)) return true;
  }
  return false;
}

/** Presses the button, link or box of this name. */
export function press(name: string): boolean {
  const found = Array.from(document.querySelectorAll<HTMLElement>('button, a, input[type=checkbox]')).find(
    (element) => (element.getAttribute('aria-label') || element.textContent || '').trim() === name,
  );
  if (!found || found.getAttribute('aria-disabled') === 'true') return false;
  found.click();
  return true;
}

/** Types into a field, given as `name=text`, so that React notices it. */
export function fill(given: string): boolean {
  const at = given.indexOf('=');
  const field = document.querySelector<HTMLInputElement>(`[name=${given.slice(0, at)}]`);
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  if (!field || !setter?.set) return false;
  setter.set.call(field, given.slice(at + 1));
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

/** How the board is painted: its own colours, and not those of a page without a style sheet. */
export function colours(): { text: string; ground: string; failed: string; columns: boolean } {
  const body = getComputedStyle(document.body);
  const mark = document.querySelector('main svg.text-failed');
  const row = document.querySelector('main tbody tr[data-job]');
  return {
    text: body.color,
    ground: body.backgroundColor,
    failed: mark ? getComputedStyle(mark).color : '',
    columns: !!row && getComputedStyle(row).display === 'grid',
  };
}

/** How the wall stands on the screen, which it leaves by a little against burn-in. */
export function wallLayout(): { number: number; list: string; foot: string; inside: boolean } {
  const box = (selector: string) => {
    const element = document.querySelector(selector);
    return element ? element.getBoundingClientRect() : new DOMRect();
  };
  const [number, sum, list, foot] = [box('h1 b'), box('main section'), box('main ol'), box('footer')];
  return {
    number: number.height / innerHeight,
    list: list.left >= sum.right - 1 && list.top < innerHeight / 4 ? 'beside the number' : 'elsewhere',
    foot: foot.top >= list.bottom - 1 && foot.bottom <= innerHeight * 1.01 ? 'below, in sight' : 'elsewhere',
    inside: document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight,
  };
}

/** The pairing code the wall shows; empty while it shows none. */
export function shownCode(): string {
  const code = document.querySelector('main > section p > b');
  return code ? (code.textContent || '').replace(' ', '') : '';
}

/** Complains in the console. */
export function complain(what: string): boolean {
  console.error(what);
  return true;
}

/** Errors of the page since the last call; the first call begins to listen. For drivers that do not report it. */
export function complaints(): string[] {
  const known: unknown = Reflect.get(window, 'complaints');
  if (Array.isArray(known)) return known.splice(0).map(String);
  const said: string[] = [];
  Reflect.set(window, 'complaints', said);
  const complainAloud = console.error;
  console.error = (...parts: unknown[]) => {
    said.push(parts.map(String).join(' '));
    complainAloud.apply(console, parts);
  };
  window.addEventListener('error', ({ message }) => said.push(message));
  window.addEventListener('unhandledrejection', ({ reason }) => said.push(String(reason)));
  return [];
}
