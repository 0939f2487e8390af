import type { Page } from '@playwright/test';

/**
 * Marks of states and bars of charts that stand out less than 3:1 (WCAG 2.2, 1.4.11) from what they are drawn on, by the
 * colours the browser has computed; and how many were looked at.
 */
export async function weakMarks(page: Page): Promise<{ seen: number; weak: string[] }> {
  return await page.evaluate(() => {
    type Colour = [red: number, green: number, blue: number, alpha: number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const colourOf = (written: string): Colour => {
      if (!canvas) throw new Error('this browser has no canvas');
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = written;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: Colour, under: Colour, opacity = 1): Colour => {
      const alpha = top[3] * opacity;
      const mix = (at: 0 | 1 | 2) => top[at] * alpha + under[at] * (1 - alpha);
      return [mix(0), mix(1), mix(2), 1];
    };
    const luminance = ([red, green, blue]: Colour) => {
      const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    /** The colours behind an element, and how much of its own is left of it. */
    const behind = (element: Element): { ground: Colour; opacity: number } => {
      let ground: Colour = [255, 255, 255, 1];
      let opacity = Number(getComputedStyle(element).opacity);
      const above: Element[] = [];
      for (let box = element.parentElement; box; box = box.parentElement) above.unshift(box);
      for (const box of above) {
        const style = getComputedStyle(box);
        ground = over(colourOf(style.backgroundColor), ground);
        opacity *= Number(style.opacity);
      }
      return { ground, opacity };
    };
    const marks = document.querySelectorAll(
      ':is(main, header, aside) svg :is(path[fill-rule], path[class*="fill-"], rect[class*="fill-"]:not(.fill-tint-new)), i[data-state]:not([data-state=unread])',
    );
    const weak = new Set<string>();
    let seen = 0;
    for (const mark of marks) {
      const box = mark.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      seen += 1;
      const style = getComputedStyle(mark);
      const isFilled = colourOf(style.backgroundColor)[3] > 0;
      const own = mark instanceof SVGElement ? style.fill : isFilled ? style.backgroundColor : style.borderTopColor;
      const { ground, opacity } = behind(mark);
      const [dark = 0, light = 0] = [luminance(over(colourOf(own), ground, opacity)), luminance(ground)].sort(
        (a, b) => a - b,
      );
      const ratio = (light + 0.05) / (dark + 0.05);
      const name = `${mark.parentElement?.getAttribute('class') ?? ''} ${mark.getAttribute('class') ?? ''}`;
      if (ratio < 3)
        weak.add(`${mark.tagName} ${name}: ${own} on rgb(${ground.slice(0, 3).map(Math.round)}), ${ratio.toFixed(2)}`);
    }
    return { seen, weak: [...weak] };
  });
}
