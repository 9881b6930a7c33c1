/** How well texts stand out from what is behind them. */
import type { Locator } from 'playwright-core';

export interface Contrast {
  text: string;
  /** 1 (invisible) to 21, as WCAG 2 defines it. */
  ratio: number;
}

/** The contrast of each element's text with its background, of which half-transparent layers are mixed. */
export function contrastsOf(elements: Locator): Promise<Contrast[]> {
  return elements.evaluateAll((found) => {
    type Color = [red: number, green: number, blue: number, alpha: number];
    const parse = (text: string): Color => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [red, green, blue, alpha];
    };
    const over = (top: Color, below: Color): Color => {
      const mixed = [0, 1, 2].map((i) => top[i]! * top[3] + below[i]! * (1 - top[3]));
      return [mixed[0]!, mixed[1]!, mixed[2]!, 1];
    };
    const behind = (element: Element | null): Color => {
      if (!element) {
        return [255, 255, 255, 1];
      }
      const own = parse(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement));
    };
    const light = (color: Color) => {
      const [red, green, blue] = color.slice(0, 3).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    };
    return found.map((element) => {
      const background = behind(element);
      const [dark, bright] = [light(background), light(over(parse(getComputedStyle(element).color), background))].sort(
        (a, b) => a - b
      );
      return { text: element.textContent ?? '', ratio: (bright! + 0.05) / (dark! + 0.05) };
    });
  });
}
