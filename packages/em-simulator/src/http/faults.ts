import type { Answer } from './exchange.ts';

/** What goes wrong. `lose-answer` and `status-after` carry the request out first. */
export type Fault =
  | { kind: 'status'; status: number; body?: string; contentType?: string; headers?: Record<string, string> }
  | { kind: 'status-after'; status: number; body?: string }
  | { kind: 'delay'; ms: number }
  | { kind: 'hang' }
  | { kind: 'cut-before' }
  | { kind: 'lose-answer' }
  | { kind: 'cut-in-body'; bytes: number }
  | { kind: 'drip'; bytesPerSecond: number }
  | { kind: 'body'; transform(text: string): string };

/** Which requests a fault meets: the path with its query, and how often (once unless told). */
export type FaultRule = { method?: string; path?: RegExp; times?: number; probability?: number; do: Fault };

type Armed = { rule: FaultRule; left: number };

/** The faults that wait for requests; several may meet one request. */
export class Faults {
  readonly #armed = new Set<Armed>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Arms a fault; the function returned takes it away. */
  add(rule: FaultRule): () => void {
    const armed = { rule, left: rule.times ?? 1 };
    this.#armed.add(armed);
    return () => {
      this.#armed.delete(armed);
    };
  }

  clear(): void {
    this.#armed.clear();
  }

  /** The faults that meet this request; each counts as used. */
  take(method: string, path: string): Fault[] {
    const taken: Fault[] = [];
    for (const armed of this.#armed) {
      if (!this.#meets(armed.rule, method, path)) continue;
      armed.left -= 1;
      if (armed.left <= 0) this.#armed.delete(armed);
      taken.push(armed.rule.do);
    }
    return taken;
  }

  #meets(rule: FaultRule, method: string, path: string): boolean {
    if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false;
    if (rule.path !== undefined && path.search(rule.path) < 0) return false;
    return rule.probability === undefined || this.#random() < rule.probability;
  }
}

/** The first fault of a kind among those met. */
export function faultOf<Kind extends Fault['kind']>(
  faults: Fault[],
  kind: Kind,
): Extract<Fault, { kind: Kind }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { kind: Kind }> => fault.kind === kind);
}

/** The answer that a status fault gives in place of the real one. */
export function statusAnswer(fault: Extract<Fault, { kind: 'status' | 'status-after' }>): Answer {
  const plain = `<Error xmlns="http://www.veeam.com/ent/v1.0" Message="Simulated error." StatusCode="${fault.status}"><FirstChanceExceptionMessage /></Error>`;
  const contentType =
    (fault.kind === 'status' ? fault.contentType : undefined) ??
    (fault.body?.trimStart().startsWith('<html') ? 'text/html' : 'application/xml; charset=utf-8');
  const more = fault.kind === 'status' ? fault.headers : undefined;
  return { status: fault.status, headers: { 'Content-Type': contentType, ...more }, body: fault.body ?? plain };
}
