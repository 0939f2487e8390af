/** Settings that are no secret. */
const open = [
  'EM_URL',
  'EM_USERNAME',
  'EM_CA_FILE',
  'EM_FINGERPRINT',
  'EM_INSECURE_TLS',
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'TRUST_PROXY',
  'TLS_CERT_FILE',
  'TLS_KEY_FILE',
  'TLS_PFX_FILE',
  'HTTP_REDIRECT_PORT',
  'DATA_DIR',
  'PASSWORD_SIGN_IN',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_OPERATOR_GROUPS',
  'OIDC_VIEWER_GROUPS',
  'OIDC_GROUPS_CLAIM',
  'OIDC_NAME_CLAIM',
  'OIDC_SCOPE',
  'OIDC_NAME',
  'OIDC_CA_FILE',
  'POLL_SECONDS',
  'RETRY_POLL_SECONDS',
  'VERDICT_SECONDS',
  'DIRECTORY_LOCKOUT',
  'RETRIES_PER_JOB_HOUR',
  'RETRIES_PER_PERSON_HOUR',
  'COLLECT_UNSEEN',
  'RETAIN_DAYS',
  'TICKET_URL',
  'NOTIFY_EMAIL_FROM',
  'NOTIFY_EMAIL_TO',
  'NOTIFY_EVENTS',
  'NOTIFY_QUIET',
  'NOTIFY_CA_FILE',
  'LOG_LEVEL',
  'LOG_FORMAT',
] as const;

/** Settings that may be a secret: each can be given as NAME_FILE instead, the path of a file that holds it. */
const secret = [
  'EM_PASSWORD',
  'TLS_PFX_PASSPHRASE',
  'DATABASE_URL',
  'SESSION_SECRET',
  'OIDC_CLIENT_SECRET',
  'METRICS_TOKEN',
  'NOTIFY_WEBHOOK_URL',
  'NOTIFY_WEBHOOK_SECRET',
  'NOTIFY_ALERTMANAGER_URL',
  'NOTIFY_SMTP_URL',
  'NOTIFY_TEAMS_URL',
  'NOTIFY_SLACK_URL',
  'NOTIFY_HEARTBEAT_URL',
] as const;

/** Settings that other programs read, too: a name that is nearly one of these may be meant for those. */
const common = ['http_proxy', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const;
const commonSecret = ['HTTP_PROXY', 'HTTPS_PROXY'] as const;

export type SecretName = (typeof secret)[number] | (typeof commonSecret)[number];
export type SettingName = (typeof open)[number] | (typeof common)[number] | SecretName | `${SecretName}_FILE`;

function withFiles(names: readonly SecretName[]): SettingName[] {
  return names.flatMap((name): SettingName[] => [name, `${name}_FILE`]);
}

/** Settings of this program alone, with the names of their files. */
export const ownNames: readonly SettingName[] = [...open, ...withFiles(secret)];

/** Every setting there is, with the names of their files. */
export const settingNames: readonly SettingName[] = [...ownNames, ...common, ...withFiles(commonSecret)];

/** The other name of a setting that may be given as a file; undefined where there is none. */
export function otherName(name: string): string | undefined {
  const found = [...secret, ...commonSecret].find((each) => name === each || name === `${each}_FILE`);
  if (found === undefined) return undefined;
  return name === found ? `${found}_FILE` : found;
}
