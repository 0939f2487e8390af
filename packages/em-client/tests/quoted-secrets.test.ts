import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { EmError } from '../src/index.ts';
import { createMask } from '../src/transport/mask.ts';
import { namespace, type Play, xml } from './played-server.ts';
import { agentJobXml, jobId, queryXml, taskXml } from './shapes.ts';
import { connected, errorOf } from './stage.ts';

const password = 'Gehäim/9 & "lang"+\\x';
const username = 'TECH\\svc';
const token = 'NmJkY2E3YmIt+Mjc/wYy00OTU=';
const basic = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');

function inXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const forms: [string, (secret: string) => string][] = [
  ['as it is', (secret) => secret],
  ['as a header', (secret) => `X-RestSvcSessionId: ${secret}`],
  ['in an address', (secret) => encodeURIComponent(secret)],
  [
    'in an address with small digits',
    (secret) => encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
  ],
  ['in an address, every byte', (secret) => Buffer.from(secret).toString('hex').replaceAll(/../g, '%$&')],
  ['in a form', (secret) => encodeURIComponent(secret).replaceAll('%20', '+')],
  ['escaped twice', (secret) => inXml(secret)],
  ['by numbers', (secret) => [...secret].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join('')],
  ['in JSON', (secret) => JSON.stringify(secret)],
  ['in Base64', (secret) => Buffer.from(secret).toString('base64')],
  ['in Base64 behind another name', (secret) => Buffer.from(`x:${secret}`).toString('base64')],
  ['in hexadecimal digits', (secret) => Buffer.from(secret).toString('hex')],
];

/** A client whose logon gives it the token above. */
function client(script: Play) {
  const play: Play = (request, response, played) => {
    if (!/sessionMngr/.test(request.url ?? '')) return script(request, response, played);
    return xml(response, `<LogonSession ${namespace}/>`, 201, { 'X-RestSvcSessionId': token });
  };
  return connected(play, { username, password }, true);
}

/** Everything there is in an error, its causes included, as a log may write it. */
function allOf(error: EmError): string {
  return inspect({ ...error, message: error.message, stack: error.stack, cause: error.cause }, { depth: 9 });
}

test.each(forms)('an error that quotes our token or password %s is shown without them', async (_, form) => {
  for (const secret of [token, password, `Basic ${basic}`]) {
    const quoted = form(secret);
    const message = inXml(`before ${quoted} after`);
    const quote: Play = (_request, response) =>
      xml(response, `<Error ${namespace} Message="${message}" StatusCode="400"/>`, 400);
    const { em } = await client(quote);
    const error = await errorOf(em.agentJobs());
    expect(error.emMessage).toMatch(/^before .*\[cut out\].* after$/s);
    // Of short ones hardly a letter is kept by accident.
    for (const left of [token, password, basic, quoted]) expect(allOf(error)).not.toContain(left);
  }
});

test('neither JSON, nor a page of a proxy, nor a header, nor another root, nor a task lets them through', async () => {
  const plays: Play[] = [
    (_, response) =>
      void response
        .writeHead(500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ Message: `X-RestSvcSessionId ${token} of ${basic} ${password}` })),
    (_, response) =>
      void response.writeHead(200, { 'content-type': `text/html; x=${token}` }).end(`<html>${token}</html>`),
    (_, response) => xml(response, `<Other ${namespace} x="${token}"/>`),
    (_, response) => xml(response, `<Error ${namespace} Message="${token} ${inXml(password)}"/>`, 200),
  ];
  for (const play of plays) {
    const { em } = await client(play);
    const text = allOf(await errorOf(em.agentJobs()));
    for (const secret of [token, basic, password]) expect(text).not.toContain(secret);
  }
  const task = taskXml().replace('</Task>', `<Result Success="false"><Message>no: ${token}</Message></Result></Task>`);
  const { em } = await client((_, response) => xml(response, task.replace(/<State>\w+/, '<State>Finished'), 202));
  expect((await em.retry(jobId)).result?.message).not.toContain(token);
});

test('a logon that fails with words about the password is shown without it, also the one of a person', async () => {
  const play: Play = (request, response) =>
    xml(
      response,
      `<Error ${namespace} Message="No: ${request.headers.authorization} and ${inXml(password)}" StatusCode="500"/>`,
      500,
    );
  const { em } = await connected(play, { username, password }, true);
  for (const call of [() => em.agentJobs(), () => em.checkAccount('TECH\\anna', password)]) {
    const text = allOf(await errorOf(call()));
    expect(text).toContain('[cut out]');
    expect(text).not.toContain(password);
    expect(text).not.toMatch(/Basic \w/);
  }
});

test('a password that could be a word changes no record, and nothing longer of an error', async () => {
  for (const word of ['p', 'Backup', 'AgentBackupJob']) {
    const { em } = await connected((_, response) => xml(response, queryXml('AgentBackupJobs', agentJobXml())), {
      password: word,
    });
    expect(await em.agentJobs()).toHaveLength(1);
  }
  const mask = createMask();
  mask.hide('Backup', 'everywhere');
  const answer = (text: string) =>
    Buffer.from(mask.answer({ status: 400, headers: {}, body: Buffer.from(text) }).body).toString();
  expect(answer('Backup of Backups: "Backup"')).toBe('[cut out] of Backups: "[cut out]"');
});

test('an answer without a secret goes on as the same bytes, and a row of backslashes takes no time', () => {
  const mask = createMask();
  mask.hide('\\'.repeat(300), 'errors');
  mask.hide('%25&amp;'.repeat(40), 'errors');
  const body = Buffer.from(`<Error Message="${'\\'.repeat(299)} ${'%25&amp;'.repeat(39)}"/>`);
  const before = performance.now();
  expect(mask.answer({ status: 500, headers: {}, body }).body).toBe(body);
  expect(performance.now() - before).toBeLessThan(2_000);
});

test('a password with half a character in it is one like any other', () => {
  const mask = createMask();
  mask.hide('half \ud804 a character', 'errors');
  const body = Buffer.from('it was half \ud804 a character', 'utf8');
  const { body: left } = mask.answer({ status: 500, headers: {}, body });
  expect(Buffer.from(left).toString()).toBe('it was [cut out]');
});
