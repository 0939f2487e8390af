import type { Page } from '@playwright/test';

/** Parts wider than their place: the page, and boxes that scroll sideways unannounced; a wide table takes the keyboard for that. */
async function tooWide(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const boxes = document.querySelectorAll('main, aside, article, main > *, .grid, dl, header, dialog[open] *');
    const moving = [document.documentElement, ...boxes].filter(
      (box) => !box.matches('[role="group"][tabindex="0"]') && getComputedStyle(box).overflowX !== 'hidden',
    );
    // A dialog hides what is wider than itself, so that it would be missed.
    return [...moving, ...document.querySelectorAll('dialog[open]')]
      .filter((box) => box.scrollWidth > box.clientWidth && box.clientWidth > 1)
      .map((box) => `${box.tagName} ${box.className}: ${box.scrollWidth} in ${box.clientWidth}`);
  });
}

/** Letters that touch the edge of the window; a wide table that is moved sideways may end there. */
async function atTheEdge(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    /** Whether the letters are seen there: what is cut short, measured only, or covered is not. */
    const isSeenAt = (box: Element, x: number, y: number) => box.contains(document.elementFromPoint(x, y));
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const box = text.parentElement;
      if (!box || !text.nodeValue?.trim() || box.closest('.sr-only, option') || !box.checkVisibility()) continue;
      const ends = box.closest('[role=group][tabindex="0"]') ? Number.POSITIVE_INFINITY : innerWidth - 6;
      // Text that is cut short ends where the padding of its box begins.
      const clip = box.closest('[class*="overflow"], [class*="truncate"]') ?? document.documentElement;
      const { left: outerLeft, right: outerRight } = clip.getBoundingClientRect();
      const { paddingLeft, paddingRight } = getComputedStyle(clip);
      const [from, to] = [outerLeft + Number.parseFloat(paddingLeft), outerRight - Number.parseFloat(paddingRight)];
      const range = document.createRange();
      range.selectNodeContents(text);
      const isAtEdge = [...range.getClientRects()].some((line) => {
        const [left, right, y] = [Math.max(line.left, from), Math.min(line.right, to), line.top + line.height / 2];
        if (right - left <= 2) return false;
        return (left < 6 && isSeenAt(box, Math.max(left, 0) + 1, y)) || (right > ends && isSeenAt(box, ends + 4, y));
      });
      if (isAtEdge) found.push(`at the edge: ${text.nodeValue.slice(0, 80)}`);
    }
    return found;
  });
}

/** Where foreign text that turns the direction shares its element with text of ours. */
async function turnedAround(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    /** The sign that turns all that follows, and letters that run from right to left. */
    const turns = /[\u202e\u0590-\u08ff]/;
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const box = text.parentElement;
      if (!turns.test(text.nodeValue ?? '') || box?.closest('.sr-only, [role=log], option')) continue;
      const style = box ? getComputedStyle(box) : null;
      const isAlone = box?.textContent === text.nodeValue;
      const isApart = style?.display !== 'inline' || style.unicodeBidi !== 'normal';
      const isMarked = !turns.test((text.nodeValue ?? '').replace(/\u2068[^\u2069]*\u2069/g, ''));
      if (!(isMarked || (isAlone && isApart))) found.push(`${box?.tagName}: ${box?.textContent}`);
    }
    return found;
  });
}

/** Everything on the page that is wider than its place, touches the edge of the window, or is turned around by foreign text. */
export async function misplacedIn(page: Page): Promise<string[]> {
  return [...(await tooWide(page)), ...(await atTheEdge(page)), ...(await turnedAround(page))];
}
