import type { AdapterFactory, Configuration } from 'oidc-provider';
import type { Person } from './person.ts';
import type { SigningKey } from './signing-key.ts';

export type ProviderOptions = {
  deskUrl: string;
  clientId: string;
  clientSecret: string;
  people: Record<string, Person>;
  key: SigningKey;
  adapter: AdapterFactory;
};

const hour = 60 * 60;

/** One client, no questions of consent, groups in the ID token. */
export function providerSettings({
  deskUrl,
  clientId,
  clientSecret,
  people,
  key,
  adapter,
}: ProviderOptions): Configuration {
  return {
    adapter,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${deskUrl}/auth/oidc/callback`],
        post_logout_redirect_uris: [`${deskUrl}/sign-in`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...key, kty: 'RSA' }] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'], email: ['email'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    conformIdTokenClaims: false,
    cookies: { keys: ['one-test-at-a-time'] },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          ctx.body = `<!doctype html><html lang="en"><title>Provider</title>${form}
            <button form="op.logoutForm" name="logout" value="yes">Sign me out</button></html>`;
        },
      },
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: hour, AuthorizationCode: 60, Grant: hour, IdToken: hour, Interaction: hour, Session: hour },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: async () => ({ sub: accountId, preferred_username: accountId, ...people[accountId] }),
    }),
    async loadExistingGrant({ oidc }) {
      const { client, session, provider } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
  };
}
