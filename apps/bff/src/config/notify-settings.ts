import { configurableEvents } from '@retry-desk/contract';
import { readCaFile } from './ca-file.ts';
import type { Reader } from './environment.ts';
import { type EmailSettings, readEmailSettings } from './notify-email-settings.ts';
import type { SecretName } from './setting-names.ts';

type ConfigurableEvent = (typeof configurableEvents)[number];

/** A daily window in which notices wait, in minutes of the day of a zone; `to` is on the next day where it is earlier. */
type QuietWindow = { from: number; to: number; zone: string };

/** The channels that notices leave by; null where one is not configured. */
export type NotifySettings = {
  webhook: { url: URL; secret: string | null } | null;
  alertmanager: URL | null;
  teams: URL | null;
  slack: URL | null;
  email: EmailSettings | null;
  heartbeat: URL | null;
  /** All where `NOTIFY_EVENTS` is not given. */
  events: readonly ConfigurableEvent[];
  quiet: QuietWindow | null;
  /** PEM of authorities that are trusted besides the system's. */
  ca: string | undefined;
};

type Kind = { example: string; secureOnly?: true };

/** An address that may hold a token or a password: no fault repeats any of it. */
function readAddress(reader: Reader, name: SecretName, { example, secureOnly }: Kind): URL | null {
  const value = reader.secret(name) ?? null;
  if (value === null) return null;
  const url = URL.parse(value.trim());
  if (url === null || !/^https?:$/.test(url.protocol) || url.hash !== '' || !isDecodable(url)) {
    reader.fault(`${name} is no address that can be used: give ${example}.`);
    return null;
  }
  if (secureOnly && url.protocol === 'http:') {
    reader.fault(`${name} is http: its secret would travel in the clear; give ${example}.`);
    return null;
  }
  return url;
}

/** Whether name and password of an address are percent-encoded as they must be. */
function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}`);
    return true;
  } catch {
    return false;
  }
}

const SHORTEST_SECRET = 16;

function readWebhook(reader: Reader): NotifySettings['webhook'] {
  const secret = reader.secret('NOTIFY_WEBHOOK_SECRET');
  if (typeof secret === 'string' && secret.length < SHORTEST_SECRET) {
    reader.fault(
      `NOTIFY_WEBHOOK_SECRET is shorter than ${SHORTEST_SECRET} characters: give a longer random one, or leave it out.`,
    );
  }
  const given = reader.text('NOTIFY_WEBHOOK_URL') ?? reader.text('NOTIFY_WEBHOOK_URL_FILE');
  if (secret !== undefined && given === undefined) {
    reader.fault('NOTIFY_WEBHOOK_SECRET is given without NOTIFY_WEBHOOK_URL; give it, or leave the secret out.');
  }
  const url = readAddress(reader, 'NOTIFY_WEBHOOK_URL', { example: 'https://tickets.example.local/hooks/backup' });
  return url === null ? null : { url, secret: secret ?? null };
}

function readAlertmanager(reader: Reader): URL | null {
  const example = 'http://alertmanager.example.local:9093';
  const url = readAddress(reader, 'NOTIFY_ALERTMANAGER_URL', { example });
  if (url === null || (url.search === '' && !/\/api\/v\d/.test(url.pathname))) return url;
  reader.fault(`NOTIFY_ALERTMANAGER_URL is not the address of Alertmanager alone: give ${example}, without /api/v2.`);
  return null;
}

function readEvents(reader: Reader): readonly ConfigurableEvent[] {
  const value = reader.text('NOTIFY_EVENTS');
  if (value === undefined) return configurableEvents;
  const names = value.split(',').map((name) => name.trim());
  const events = configurableEvents.filter((event) => names.includes(event));
  const unknown = names.filter((name) => !configurableEvents.some((event) => event === name));
  if (unknown.length > 0) {
    reader.fault(
      `NOTIFY_EVENTS holds ${unknown.map((name) => JSON.stringify(name)).join(', ')}: give some of ${configurableEvents.join(', ')}, with commas between.`,
    );
  }
  return events;
}

/** Whether a name is one of the IANA time zone database. */
function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Z]/i.test(name);
  } catch {
    return false;
  }
}

function readQuiet(reader: Reader): QuietWindow | null {
  const value = reader.text('NOTIFY_QUIET')?.trim();
  if (value === undefined) return null;
  const time = '([01]\\d|2[0-3]):([0-5]\\d)';
  const parts = new RegExp(`^${time}-${time} +(\\S+)$`).exec(value);
  const zone = parts?.[5] ?? '';
  const [, fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = (parts ?? []).map(Number);
  const window = { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute, zone };
  if (isZone(zone) && window.from !== window.to) return window;
  reader.fault(
    `NOTIFY_QUIET is ${JSON.stringify(value)}: give begin, end and time zone of the quiet hours, 22:00-06:00 Europe/Vienna.`,
  );
  return null;
}

/** How notices leave. Nothing is contacted: a channel that cannot be reached does not stop the start. */
export function readNotifySettings(reader: Reader): NotifySettings {
  return {
    webhook: readWebhook(reader),
    alertmanager: readAlertmanager(reader),
    teams: readAddress(reader, 'NOTIFY_TEAMS_URL', {
      example: 'the https address of the workflow, as Teams shows it',
      secureOnly: true,
    }),
    slack: readAddress(reader, 'NOTIFY_SLACK_URL', {
      example: 'the https address of the incoming webhook, as Slack shows it',
      secureOnly: true,
    }),
    email: readEmailSettings(reader),
    heartbeat: readAddress(reader, 'NOTIFY_HEARTBEAT_URL', {
      example: 'the address of the check, https://hc.example.local/ping/…',
    }),
    events: readEvents(reader),
    quiet: readQuiet(reader),
    ca: readCaFile(reader, 'NOTIFY_CA_FILE'),
  };
}
