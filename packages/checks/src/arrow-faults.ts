import { dirname, join, normalize } from 'node:path/posix';
import { ownedLibraries, type Zone, zones } from './arrow-table.ts';

const importPattern = /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/gm;

/** The imports of a file, as written. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? '');
}

/** Our file behind an import, relative to the top; null for a library. */
export function ownFile(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  if (specifier.startsWith('#')) return `${from.split('/').slice(0, 2).join('/')}/src/${specifier.slice(1)}`;
  const ours = /^@retry-desk\/([\w-]+)$/.exec(specifier);
  if (!ours) return null;
  const folder = ['bench', 'bff', 'e2e', 'web'].includes(ours[1] ?? '') ? 'apps' : 'packages';
  return `${folder}/${ours[1]}/src/index.ts`;
}

function zoneOf(file: string): Zone | undefined {
  return zones.find((zone) => file.startsWith(zone.prefix));
}

/** A unit test beside its subject may use what the package's tests share. */
function sharesTests(file: string, target: string): boolean {
  const [parent, name] = file.split('/');
  return /\.test\.tsx?$/.test(file) && target.startsWith(`${parent}/${name}/tests/`);
}

/** The folder a file may always import from: its feature in the web app, else its zone. */
function selfOf(file: string, zone: Zone): string {
  const feature = /^apps\/web\/src\/features\/[^/]+\//.exec(file);
  return feature?.[0] ?? zone.prefix;
}

function libraryFault(file: string, specifier: string, zone: Zone): string | null {
  const library = specifier.startsWith('@')
    ? specifier.split('/').slice(0, 2).join('/')
    : (specifier.split('/')[0] ?? '');
  const name = specifier.startsWith('node:') ? specifier : library;
  const isTest = /\.test\.tsx?$|\/tests\//.test(file);
  if (zone.onlyLibraries && !isTest && !zone.onlyLibraries.includes(name)) {
    return `${file} imports ${specifier}: ${zone.prefix} imports ${zone.onlyLibraries.join(', ')} only`;
  }
  const why = ownedLibraries[name];
  if (why && file.startsWith('apps/bff/') && !zone.owns?.includes(name)) return `${file} imports ${specifier}: ${why}`;
  return null;
}

/** The faults of one file's imports, each as a sentence with the remedy. */
export function arrowFaults(file: string, text: string): string[] {
  const zone = zoneOf(file);
  if (!zone)
    return [`${file} belongs to no part of the house: put it where packages/checks/src/arrow-table.ts lists it`];
  const faults: string[] = [];
  for (const specifier of importsOf(text)) {
    const target = ownFile(file, specifier);
    if (target === null) {
      const fault = libraryFault(file, specifier, zone);
      if (fault) faults.push(fault);
    } else if (
      !sharesTests(file, target) &&
      !target.startsWith(selfOf(file, zone)) &&
      !zone.may.some((prefix) => target.startsWith(prefix))
    ) {
      faults.push(
        `${file} imports ${specifier}: ${zone.prefix} may import only ${zone.may.join(', ') || 'itself'}; pass it in as a parameter instead`,
      );
    }
  }
  return faults;
}
