import type { IncomingMessage, ServerResponse } from 'node:http';
import { ROLES } from '#session/accounts.ts';
import { operationNamed } from '#session/tasks.ts';
import { isOutcome } from '#world/outcomes.ts';
import { CONTROL_PAGE } from './control-page.ts';
import type { Controlled } from './controlled.ts';
import { FAULT_HELP, isFault } from './fault-wish.ts';

/** The page and the test API at /__simulator/: JSON in, JSON out; not written to the log of requests. */
export async function answerControl(em: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await bodyOf(request);
    if (pathOf(request) === '') return sendPage(response);
    const answer = await controlled(em, `${request.method ?? 'GET'} ${pathOf(request)}`, body);
    reply(response, answer === undefined ? 404 : 200, answer ?? { error: 'unknown' });
  } catch (error) {
    reply(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function controlled(em: Controlled, call: string, body: Record<string, unknown>): unknown {
  switch (call) {
    case 'GET /requests':
      return em.requests;
    case 'GET /executions':
      return em.executions;
    case 'GET /jobs':
      return em.world.jobs();
    case 'POST /faults':
      return addFault(em, body);
    case 'DELETE /faults':
      return done(() => em.faults.clear());
    case 'POST /scenario':
      return done(() => em.setScenario(textOf(body, 'name')));
    case 'POST /outcome':
      return setOutcome(em, body);
    case 'POST /fail':
      return done(() => em.world.fail(textOf(body, 'job'), optionalText(body, 'reason')));
    case 'POST /collect':
      return done(() => em.world.collect());
    case 'POST /miss-starts':
      return missStarts(em, body);
    case 'POST /start-again':
      return done(() => em.world.startAgain(textOf(body, 'job')));
    case 'POST /stop-collecting':
      return done(() => em.world.stopCollecting());
    case 'POST /collect-again':
      return done(() => em.world.collectAgain());
    case 'POST /restart':
      return done(() => em.restart());
    case 'POST /renew-certificate':
      return em.renewCertificate().then(() => ({ done: true }));
    case 'POST /silent':
      return done(() => em.fallSilent(optionalNumber(body, 'seconds') ?? 30));
    case 'POST /role':
      return setRole(em, body);
    case 'POST /old-tasks':
      return addOldTasks(em, body);
    case 'POST /expire-sessions':
      return done(() => em.expireSessions());
    default:
      return undefined;
  }
}

function sendPage(response: ServerResponse): void {
  const bytes = Buffer.from(CONTROL_PAGE);
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': bytes.length });
  response.end(bytes);
}

function done(work: () => void): { done: true } {
  work();
  return { done: true };
}

function addFault(em: Controlled, body: Record<string, unknown>): unknown {
  const wanted = body.do;
  if (!isFault(wanted)) throw new Error(FAULT_HELP);
  const [method, path] = [optionalText(body, 'method'), optionalText(body, 'path')];
  const [times, probability] = [optionalNumber(body, 'times'), optionalNumber(body, 'probability')];
  em.faults.add({
    do: wanted,
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path: new RegExp(path, 'i') }),
    // JSON has no Infinity: 0 stands for it.
    ...(times === undefined ? {} : { times: times === 0 ? Number.POSITIVE_INFINITY : times }),
    ...(probability === undefined ? {} : { probability }),
  });
  return { done: true };
}

function setOutcome(em: Controlled, body: Record<string, unknown>): unknown {
  const outcome = textOf(body, 'outcome');
  if (!isOutcome(outcome)) throw new Error(`"${outcome}" is no outcome`);
  em.world.setOutcome(textOf(body, 'job'), outcome);
  return { done: true };
}

function missStarts(em: Controlled, body: Record<string, unknown>): unknown {
  const { nextRun } = body;
  if (nextRun !== undefined && nextRun !== 'stays' && nextRun !== 'moves-on') {
    throw new Error('"nextRun" must be stays or moves-on');
  }
  return done(() => em.world.missStarts(textOf(body, 'job'), nextRun));
}

function setRole(em: Controlled, body: Record<string, unknown>): unknown {
  const role = ROLES.find((known) => known === body.role);
  if (role === undefined) throw new Error(`"role" must be one of ${ROLES.join(', ')}`);
  em.setRole(textOf(body, 'username'), role);
  return { done: true };
}

function addOldTasks(em: Controlled, body: Record<string, unknown>): unknown {
  const [count, operation] = [optionalNumber(body, 'count'), optionalText(body, 'operation')];
  if (count === undefined) throw new Error('"count" is missing');
  em.addOldTasks(count, operation === undefined ? undefined : operationNamed(operation));
  return { done: true };
}

function textOf(body: Record<string, unknown>, name: string): string {
  const text = optionalText(body, name);
  if (text === undefined) throw new Error(`"${name}" is missing`);
  return text;
}

function optionalText(body: Record<string, unknown>, name: string): string | undefined {
  const content = body[name];
  return typeof content === 'string' ? content : undefined;
}

function optionalNumber(body: Record<string, unknown>, name: string): number | undefined {
  const content = body[name];
  return typeof content === 'number' ? content : undefined;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').replace('/__simulator', '').replace(/\?.*$/, '').replace(/\/$/, '');
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  if (text.trim() === '') return {};
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('The body must be a JSON object');
  return { ...parsed };
}

function reply(response: ServerResponse, status: number, content: unknown): void {
  const bytes = Buffer.from(JSON.stringify(content));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
  response.end(bytes);
}
