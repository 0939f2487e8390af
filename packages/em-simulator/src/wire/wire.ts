/** Which generation of Enterprise Manager answers. */
export type Flavour = 'v12' | 'v13';

/** Oddities seen between real servers (captured: 9.5 U4, 12.3.2, 13.0.1). */
export type WireOptions = {
  shuffleAttributes?: boolean;
  bom?: boolean;
  unknownElements?: boolean;
  declaration?: boolean;
  /** The host the server believes it has, written into every Href. */
  hrefHost?: string;
};

/** How answers are written now. */
export type Wire = Required<Omit<WireOptions, 'hrefHost'>> & { flavour: Flavour; hrefHost: string | undefined };

export function wireOf(flavour: Flavour, options: WireOptions): Wire {
  return {
    flavour,
    shuffleAttributes: options.shuffleAttributes ?? false,
    bom: options.bom ?? false,
    unknownElements: options.unknownElements ?? false,
    declaration: options.declaration ?? flavour === 'v12',
    hrefHost: options.hrefHost,
  };
}

/** UTC with Z: at most 3 fraction digits up to v12, at most 6 from v13, trailing zeros trimmed (captured: 12.3.2, 13.0.1). */
export function writeTime(instant: number, flavour: Flavour): string {
  // A clock that runs faster than the real one gives fractions of a millisecond.
  const at = Math.floor(instant);
  const [whole = '', fraction = ''] = new Date(at).toISOString().slice(0, -1).split('.');
  // The clock has milliseconds only; v13's further digits are made from the time itself.
  const digits = flavour === 'v13' && at % 1000 !== 0 ? fraction + String((at * 7) % 1000).padStart(3, '0') : fraction;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? `${whole}Z` : `${whole}.${trimmed}Z`;
}
