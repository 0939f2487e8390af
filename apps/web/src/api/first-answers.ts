/** An answer that public/start.js has requested while the scripts of the page were still on their way. */
export type FirstAnswer = { sentAt: number; answer: Promise<Response>; controller: AbortController };

declare global {
  var firstAnswers: Record<string, FirstAnswer> | undefined;
}

/** The answer that is on its way from this path since the page was opened; once. */
export function takeFirstAnswer(path: string): FirstAnswer | null {
  const first = globalThis.firstAnswers?.[path] ?? null;
  delete globalThis.firstAnswers?.[path];
  return first;
}
