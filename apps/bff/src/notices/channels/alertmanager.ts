import type { Notice, NoticeEvent } from '@retry-desk/contract';
import { plainText } from '../notice-text.ts';
import { alertFingerprint } from './alert-fingerprint.ts';
import type { Channel, Delivery } from './channel.ts';
import type { HttpSender } from './http-sender.ts';

/** https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml, `postableAlert`. */
type PostableAlert = {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  startsAt: string;
  endsAt: string;
  generatorURL: string;
};

/** The events that hold for a while, each with the name and the severity of its alert. */
const alerts: Partial<Record<NoticeEvent, { alertname: string; severity: string }>> = {
  failed: { alertname: 'BackupJobsFailed', severity: 'warning' },
  overdue: { alertname: 'BackupJobsOverdue', severity: 'warning' },
  hung: { alertname: 'BackupJobsHung', severity: 'warning' },
  unreachable: { alertname: 'EnterpriseManagerUnreachable', severity: 'critical' },
  silent: { alertname: 'EnterpriseManagerSilent', severity: 'critical' },
  test: { alertname: 'RetryDeskTest', severity: 'none' },
};

/** An alert ends by its own date alone: our silence must not resolve it. */
const FAR_AHEAD_MS = 365 * 86_400_000;
const TEST_MS = 5 * 60_000;

/**
 * Labels make the identity of an alert: the same for all notices of a key, and so nothing of them comes from settings that
 * may change while it fires. `instance`: the Enterprise Manager.
 */
function labelsOf(notice: Notice, instance: string): PostableAlert['labels'] | null {
  const alert = alerts[notice.event];
  if (alert === undefined) return null;
  const labels = {
    ...alert,
    key: notice.key,
    event: notice.event,
    instance,
    cause: notice.cause?.key ?? '',
    backup_server: notice.server ?? '',
  };
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

/** Whole seconds, as the clock of an HTTP answer has. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** A test opens nothing for other channels; here it has to fire, or nobody would be notified of it. */
function fires({ event, status }: Notice): boolean {
  return status === 'firing' || event === 'test';
}

function endOf(notice: Notice, now: number): number {
  if (!fires(notice)) return wholeSecond(Date.parse(notice.at));
  return now + (notice.event === 'test' ? TEST_MS : FAR_AHEAD_MS);
}

/** The alert of a notice; null for what does not hold for a while. */
function alertOf(notice: Notice, instance: string, now: number): PostableAlert | null {
  const labels = labelsOf(notice, instance);
  if (labels === null) return null;
  const end = endOf(notice, now);
  const advised = notice.known?.link ?? null;
  return {
    labels,
    annotations: {
      summary: notice.subject,
      description: plainText(notice),
      ...(notice.cause === null ? {} : { cause: notice.cause.title }),
      ...(advised === null ? {} : { runbook_url: advised }),
    },
    // An alert that began after its end would be refused.
    startsAt: new Date(Math.min(Date.parse(notice.since), end)).toISOString(),
    endsAt: new Date(end).toISOString(),
    generatorURL: notice.url,
  };
}

const delivered: Delivery = { kind: 'delivered', receipt: null };

/** An end in the future of the other clock would leave the alert firing until the end it had before. */
function endLiesAhead(alert: PostableAlert, notice: Notice, date: string | null): number {
  if (fires(notice) || date === null) return 0;
  const ahead = Date.parse(alert.endsAt) - Date.parse(date);
  return Math.max(ahead, 0);
}

/** Posts alerts to Prometheus Alertmanager, below any path prefix. `instance`: the host of Enterprise Manager. */
export function createAlertmanager(url: URL, instance: string, sender: HttpSender): Channel {
  const address = new URL(url);
  address.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v2/alerts`;

  return {
    name: 'alertmanager',
    takes: (event) => alerts[event] !== undefined,
    async deliver(notice) {
      const alert = alertOf(notice, instance, Date.now());
      if (alert === null) return delivered;
      const answer = await sender.postJson(address, JSON.stringify([alert]));
      if (answer.kind !== 'accepted') return answer;
      const ahead = endLiesAhead(alert, notice, answer.date);
      if (ahead > 0) {
        const error = `its clock is ${Math.ceil(ahead / 1000)} s behind ours: the alert is not resolved there yet`;
        return { kind: 'unavailable', error, retryAfterMs: Math.min(ahead, 15 * 60_000) };
      }
      return { kind: 'delivered', receipt: alertFingerprint(alert.labels) };
    },
    async repeat(firing) {
      const now = Date.now();
      const list = firing.filter(({ status }) => status === 'firing').map((notice) => alertOf(notice, instance, now));
      const known = list.filter((alert) => alert !== null);
      if (known.length === 0) return delivered;
      const answer = await sender.postJson(address, JSON.stringify(known));
      return answer.kind === 'accepted' ? delivered : answer;
    },
    close: () => sender.close(),
  };
}
