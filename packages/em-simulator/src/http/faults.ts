import type { Answer } from './exchange.ts';
import type { OddityName } from './oddities.ts';

/** The fault of one request. Those marked so carry the request out first. */
export type Fault =
  /** That answer; nothing is carried out. */
  | { kind: 'status'; status: number; body?: string; contentType?: string; headers?: Record<string, string> }
  /** Carried out, then that answer. */
  | { kind: 'status-after'; status: number; body?: string }
  /** Carried out and answered only after that time, even where the client has gone meanwhile. */
  | { kind: 'held'; ms: number }
  /** Carried out, answered late. */
  | { kind: 'delay'; ms: number }
  /** Never answered. */
  | { kind: 'hang' }
  /** The connection is closed; nothing is carried out. */
  | { kind: 'cut-before' }
  /** Carried out, then the connection is closed. */
  | { kind: 'lose-answer' }
  /** Carried out, the answer breaks off. */
  | { kind: 'cut-in-body'; bytes: number }
  /** Carried out, the body comes in drops. */
  | { kind: 'drip'; bytesPerSecond: number }
  /** Carried out, the body stops after so many bytes until then. */
  | { kind: 'pause'; bytes: number; until: Promise<void> }
  /** Carried out, the headers come in drops. */
  | { kind: 'slow-headers'; bytesPerSecond: number }
  /** Carried out, the answer is that long. */
  | { kind: 'huge'; megabytes: number }
  /** Carried out, the answer is strange in a way that has a name. */
  | { kind: 'oddity'; name: OddityName }
  /** Carried out, the answer's text is changed. */
  | { kind: 'body'; transform(text: string): string };

/** Which requests a fault meets: the path with its query, and how often (once unless given). */
export type FaultRule = {
  method?: string;
  path?: RegExp;
  times?: number;
  probability?: number;
  do: Fault | Mix;
};

/** Each request meets one of these or, for the rest up to a share of 1, none. */
export type Mix = { kind: 'mix'; of: { share: number; do: Fault }[] };

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
      const wish = armed.rule.do;
      const fault = wish.kind === 'mix' ? this.#draw(wish) : wish;
      if (fault !== undefined) taken.push(fault);
    }
    return taken;
  }

  #meets(rule: FaultRule, method: string, path: string): boolean {
    if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false;
    if (rule.path !== undefined && path.search(rule.path) < 0) return false;
    return rule.probability === undefined || this.#random() < rule.probability;
  }

  #draw(mix: Mix): Fault | undefined {
    let left = this.#random();
    return mix.of.find(({ share }) => {
      left -= share;
      return left < 0;
    })?.do;
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
