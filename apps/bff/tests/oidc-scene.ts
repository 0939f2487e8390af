import { type Person, TestProvider } from '@retry-desk/test-provider';
import { expect, onTestFinished } from 'vitest';
import { httpStage, type Reply, send } from './http-stage.ts';

export const deskUrl = 'http://localhost:8080';
export const people: Record<string, Person> = {
  olga: { groups: ['everybody', 'backup-admins'], email: 'olga@example.local' },
  vera: { groups: ['helpdesk'] },
  nick: { groups: ['everybody'] },
  eve: { groups: ['helpdesk'], preferred_username: 'TECH\\anna', email: 'eve@example.local' },
};

export async function scene(more: Record<string, string> = {}) {
  const provider = new TestProvider(deskUrl, { ...people });
  await provider.start();
  onTestFinished(() => provider.stop());
  const environment = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_SCOPE: 'openid profile email groups',
    OIDC_OPERATOR_GROUPS: 'backup-admins, dba',
    OIDC_VIEWER_GROUPS: '["helpdesk","cn=desk,dc=example"]',
    OIDC_NAME: 'Example',
    ...more,
  };
  const stage = await httpStage({ environment });
  return { stage, provider, ...walker(stage, provider) };
}

export function walker(stage: Awaited<ReturnType<typeof httpStage>>, provider: TestProvider) {
  /** Up to the moment the browser is sent back: its cookie and the address it goes to. */
  async function go(person: string, returnTo = '/'): Promise<{ cookie: string; back: string }> {
    const begun = await stage.call('GET', `/auth/oidc/login?returnTo=${encodeURIComponent(returnTo)}`);
    expect(begun.status).toBe(303);
    const cookie = begun.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const back = await provider.walk(String(begun.headers.location), person);
    return { cookie, back: back.pathname + back.search };
  }
  async function signIn(person: string, returnTo?: string): Promise<Reply> {
    const { cookie, back } = await go(person, returnTo);
    return send(stage.port, 'GET', back, { cookie });
  }
  return { go, signIn };
}

export function sessionOf(reply: Reply): { cookie: string } {
  const cookie = reply.headers['set-cookie']?.find((line) => line.startsWith('retry-desk='));
  return { cookie: cookie?.split(';')[0] ?? '' };
}

export function refusalOf(reply: Reply): string | null {
  const location = String(reply.headers.location);
  return reply.status === 303 ? new URL(location, deskUrl).searchParams.get('refused') : null;
}
