const turns = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Foreign text inside a sentence of ours: where it runs from right to left, it may not turn what stands beside it. */
export function isolated(text: string): string {
  return turns.test(text) ? `\u2068${text}\u2069` : text;
}
