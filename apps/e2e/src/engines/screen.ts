/** A browser with one page in it, whichever protocol drives it. */
export type Screen = {
  open: (url: string) => Promise<void>;
  resize: (width: number, height: number) => Promise<void>;
  /** Runs a function in the page; it may use nothing from outside itself, and no younger language than Chromium 80. */
  run: <Answer>(check: (given: string) => Answer, given?: string) => Promise<Answer>;
  /** Errors the browser's console has had so far, as far as the driver reports them. */
  noise: () => Promise<string[]>;
  close: () => Promise<void>;
};
