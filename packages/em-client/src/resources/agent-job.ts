import type { AgentJob, Guid } from '../records.ts';
import { attribute, child, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, guidIn, instantOf, numberOf } from '../xml/values.ts';
import { jobScheduleOf } from './job-schedule.ts';
import { leadsTo, links, neededId, ownId } from './links.ts';

function platformOf(word: string): AgentJob['platform'] {
  if (/windows/i.test(word)) return 'windows';
  return /linux/i.test(word) ? 'linux' : 'other';
}

function automaticRetryOf(node: XmlNode): AgentJob['automaticRetry'] {
  const schedule = child(node, 'JobScheduleOptions');
  const standard = schedule && (child(schedule, 'Standart') ?? child(schedule, 'Standard') ?? schedule);
  const options = standard && child(standard, 'RetryOptions');
  if (!options || booleanOf(text(options, 'RetrySpecified')) === false) return null;
  const times = numberOf(text(options, 'RetryTimes'));
  const waitMinutes = numberOf(text(options, 'RetryTimeout'));
  return times && waitMinutes !== null ? { times, waitMinutes } : null;
}

/** The id that the job's links to its own commands agree on, where it has lost its own. */
function idByLinks(node: XmlNode): Guid | null {
  const content = text(node, 'Links') ?? '';
  const ids = new Set(
    Array.from(content.matchAll(/\/agents\/jobs\/([0-9a-f-]{36})\b/gi), ([, id]) => guidIn(id ?? null)),
  );
  const [id = null] = ids;
  return ids.size === 1 ? id : null;
}

/** `AgentBackupJob` as a record. Throws UnreadableRecord where it has no id. */
export function agentJobOf(node: XmlNode): AgentJob {
  const id = ownId(node) ?? idByLinks(node) ?? neededId(node, 'AgentBackupJob');
  const all = links(node);
  const server = all.find((link) => leadsTo(link, 'BackupServer')) ?? all[0];
  const platformText = text(node, 'Platform') ?? '';
  return {
    id,
    name: attribute(node, 'Name') ?? text(node, 'Name') ?? id,
    platform: platformOf(platformText),
    platformText,
    description: text(node, 'Description'),
    backupServer: server?.name ? { id: leadsTo(server, 'BackupServer') ? server.id : null, name: server.name } : null,
    scheduleConfigured: booleanOf(text(node, 'ScheduleConfigured')),
    scheduleEnabled: booleanOf(text(node, 'ScheduleEnabled')),
    nextRunAt: instantOf(text(node, 'NextRun')),
    schedule: jobScheduleOf(node),
    automaticRetry: automaticRetryOf(node),
  };
}
