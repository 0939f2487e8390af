import type { AgentJob } from '../records.ts';
import { attribute, child, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, instantOf, numberOf } from '../xml/values.ts';
import { leadsTo, links, neededId } from './links.ts';

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

/** `AgentBackupJob` as a record. Throws UnreadableRecord where it has no id. */
export function agentJobOf(node: XmlNode): AgentJob {
  const id = neededId(node, 'AgentBackupJob');
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
    automaticRetry: automaticRetryOf(node),
  };
}
