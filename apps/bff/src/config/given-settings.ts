import { type Reader, readerOf } from './environment.ts';
import { meantBy } from './misspelt.ts';
import { otherName, ownNames, settingNames } from './setting-names.ts';
import { readSettingsFile } from './settings-file.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Names the file of settings where the command line does not. */
const CONFIG_VARIABLE = 'RETRY_DESK_CONFIG';
const inEnvironment = [...ownNames, CONFIG_VARIABLE];

/** The file of settings: the one of the command line, else of RETRY_DESK_CONFIG; undefined where neither names one. */
export function configPath(
  configFile: string | undefined,
  environment: Variables = processVariables(),
): string | undefined {
  return configFile ?? (environment[CONFIG_VARIABLE] || undefined);
}

/**
 * The settings of a file, if one is named, with those of the environment above them. A name that is no setting is a fault:
 * in the file each, in the environment one that is nearly a setting which is not given; all others there are not ours.
 */
export function givenSettings(configFile?: string, environment: Variables = processVariables()): Reader {
  const path = configPath(configFile, environment);
  const file = path === undefined ? null : readSettingsFile(path);
  const known = new Set<string>(settingNames);
  const values: Record<string, string | undefined> = Object.fromEntries(file?.values ?? []);
  for (const [name, value] of Object.entries(environment)) {
    if (!known.has(name) || value === undefined || value.trim() === '') continue;
    values[name] = value;
    const other = otherName(name);
    // A secret in the environment is meant instead of the file of the same secret, not beside it.
    if (other !== undefined && file?.values.has(other)) delete values[other];
  }
  const reader = readerOf(values);
  for (const fault of file?.faults ?? []) reader.fault(fault);
  for (const name of file?.values.keys() ?? []) if (!known.has(name)) reader.fault(unknownIn(path ?? '', name));
  for (const [name, value] of Object.entries(environment)) {
    const meant = known.has(name) || name === CONFIG_VARIABLE || !value ? undefined : meantBy(name, inEnvironment);
    // SSL_CERT_FILE is OpenSSL's, however near it is to TLS_CERT_FILE.
    if (meant === undefined || meant[0] !== name[0]?.toUpperCase()) continue;
    if (meant === CONFIG_VARIABLE ? path === undefined : !values[meant] && !values[otherName(meant) ?? ''])
      reader.fault(`${name} is no setting: ${meant} is probably meant.`);
  }
  return reader;
}

function unknownIn(path: string, name: string): string {
  const meant = meantBy(name);
  return `${path}: ${name} is no setting: ${meant === undefined ? 'leave it out' : `${meant} is probably meant`}.`;
}

/** Windows does not distinguish capitals in the names of variables. */
function processVariables(): Variables {
  if (process.platform !== 'win32') return process.env;
  return Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name.toUpperCase(), value]));
}
