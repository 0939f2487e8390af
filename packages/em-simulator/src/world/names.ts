import { between, oneOf, type Random } from './random.ts';
import type { Platform } from './records.ts';

type Theme = { title: string; platform: Platform; stem: string; most: number };

const THEMES: [Theme, ...Theme[]] = [
  { title: 'File Servers', platform: 'AgentForWindows', stem: 'fs', most: 8 },
  { title: 'SQL Cluster', platform: 'AgentForWindows', stem: 'sql', most: 4 },
  { title: 'Domain Controllers', platform: 'AgentForWindows', stem: 'dc', most: 5 },
  { title: 'Exchange', platform: 'AgentForWindows', stem: 'exch', most: 4 },
  { title: 'Workstations Sales', platform: 'AgentForWindows', stem: 'ws-sal', most: 40 },
  { title: 'Laptops Field Service', platform: 'AgentForWindows', stem: 'nb-fld', most: 32 },
  { title: 'Terminal Servers', platform: 'AgentForWindows', stem: 'rds', most: 12 },
  { title: 'ERP Application', platform: 'AgentForWindows', stem: 'erp', most: 3 },
  { title: 'Plant Control', platform: 'AgentForWindows', stem: 'scada', most: 6 },
  { title: 'Print and Scan', platform: 'AgentForWindows', stem: 'prn', most: 2 },
  { title: 'Oracle Backup', platform: 'AgentForLinux', stem: 'ora', most: 3 },
  { title: 'Linux Web', platform: 'AgentForLinux', stem: 'web', most: 14 },
  { title: 'PostgreSQL', platform: 'AgentForLinux', stem: 'pg', most: 6 },
  { title: 'Git and Build', platform: 'AgentForLinux', stem: 'ci', most: 9 },
  { title: 'SAP HANA', platform: 'AgentForLinux', stem: 'hana', most: 2 },
  { title: 'Mail Relay', platform: 'AgentForLinux', stem: 'mx', most: 3 },
  { title: 'Kubernetes Nodes', platform: 'AgentForLinux', stem: 'k8s', most: 18 },
  { title: 'Monitoring', platform: 'AgentForLinux', stem: 'mon', most: 1 },
];

const SITES: [string, ...string[]] = ['Graz', 'Wien', 'Linz', 'Berlin', 'Hamburg', 'Zürich', 'Brno', 'Milano'];

export type Naming = { name: string; platform: Platform; machines: string[] };

/** A job's name, platform and machines; the number keeps both names and machines apart in large worlds. */
export function namingOf(random: Random, number: number): Naming {
  const theme = THEMES[number % THEMES.length] ?? THEMES[0];
  const site = oneOf(random, SITES);
  const lap = Math.floor(number / THEMES.length);
  const count = Math.min(theme.most, between(random, 1, theme.most));
  const place = site.slice(0, 3).toLowerCase().replace('ü', 'u');
  const machines = Array.from({ length: count }, (_, index) => {
    const plain = `${place}-${theme.stem}${String(lap * 40 + index + 1).padStart(2, '0')}`;
    return theme.platform === 'AgentForWindows' ? plain.toUpperCase() : `${plain}.tech.local`;
  });
  const name = lap === 0 ? `${theme.title} ${site}` : `${theme.title} ${site} ${String(lap + 1).padStart(2, '0')}`;
  return { name, platform: theme.platform, machines };
}
