import { createEnterpriseManager, type TlsTrust } from '@retry-desk/em-client';
import { isLoopback } from '#config/em-settings.ts';
import { publicAddress } from '#config/load-config.ts';
import { readSecretFile, whyUnreadable } from '#config/text-file.ts';
import { UsageError } from './command.ts';
import { errorWords } from './findings.ts';
import { makeFirstCertificate } from './own-first-certificate.ts';
import type { Questions } from './questions.ts';
import { fetchCertificate } from './server-certificate.ts';

/** The settings that setup has gathered, and files that go with them. */
export type Setup = {
  values: Map<string, string>;
  /** To be put into a file of its own. */
  password: string | null;
  certificate: { cert: string; key: string } | null;
};

/** A question, and what is tried with its answer: why setup cannot go on, or null. */
type Step = (questions: Questions, made: Setup) => Promise<string | null>;

const EM_PORT = '9398';

/** Where Enterprise Manager is, and whether the certificate that it shows is its own. */
export const askAddress: Step = async (questions, made) => {
  const answer = await questions.ask('EM_URL', 'Address of Enterprise Manager, em.example.local or https://…:9398');
  const url = URL.parse(/^https?:\/\//.test(answer) ? answer : `https://${answer}`);
  if (url === null || answer.includes('@')) return `${JSON.stringify(answer)} is no address of a server.`;
  if (url.port === '' && !/:443(?:\/|$)/.test(answer)) url.port = EM_PORT;
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'With http the password would travel in the clear: give https (port 9398).';
  made.values.set('EM_URL', url.origin);
  return url.protocol === 'http:' ? null : askTrust(questions, made, url);
};

async function askTrust(questions: Questions, made: Setup, url: URL): Promise<string | null> {
  let shown: Awaited<ReturnType<typeof fetchCertificate>>;
  try {
    shown = await fetchCertificate(url);
  } catch (error) {
    return `${url.host} shows no certificate (${errorWords(error)}): check address, port and firewall.`;
  }
  const { fingerprint, subject, validTo, isTrusted } = shown;
  console.log(`${url.host} shows the certificate of ${subject}, valid until ${validTo}.`);
  if (isTrusted) {
    console.log('An authority that this machine trusts has signed it.');
    return null;
  }
  console.log(`This machine does not trust it. Its SHA-256 fingerprint is\n  ${fingerprint}`);
  const answer = await questions.ask(
    'EM_FINGERPRINT',
    'Compare it with the one shown on the server of Enterprise Manager. Type yes if they are the same, or paste the one of the server',
  );
  const plain = (text: string) =>
    text
      .replace(/^.*=/, '')
      .replace(/[^0-9a-f]/gi, '')
      .toLowerCase();
  if (answer !== 'yes' && plain(answer) !== plain(fingerprint))
    return `That is not the fingerprint of the certificate that ${url.host} shows: somebody may stand in between, or it was renewed.`;
  made.values.set('EM_FINGERPRINT', fingerprint);
  return null;
}

/** The account of the service, tried by one logon: a directory counts wrong passwords. */
export const askAccount: Step = async (questions, made) => {
  const username = await questions.ask('EM_USERNAME', 'Service account, DOMAIN\\user or user@domain');
  const file = await questions.ask('EM_PASSWORD_FILE', 'File that holds its password, or - to type it', {
    fallback: '-',
  });
  let password: string;
  try {
    password =
      file === '-' ? await questions.ask('EM_PASSWORD', 'Its password', { hidden: true }) : readSecretFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return `${file} ${whyUnreadable(error)}.`;
  }
  const url = made.values.get('EM_URL') ?? '';
  const em = createEnterpriseManager({ url, username, password, tls: trustOf(made) });
  try {
    const { user, may } = await em.checkAccount(username, password);
    if (may !== 'operator')
      return `${user} can log on, but is no Portal Administrator: in Enterprise Manager, under Configuration, Roles, give it that role, and run setup again.`;
    console.log(`${user} can log on and is a Portal Administrator.`);
  } catch (error) {
    return `${errorWords(error)}\nThe password was sent once and is not tried again: a directory counts wrong ones. Where it is right, the account may be locked, disabled or expired.`;
  } finally {
    await em.close();
  }
  made.values.set('EM_USERNAME', username);
  if (file === '-') made.password = password;
  else made.values.set('EM_PASSWORD_FILE', file);
  return null;
};

function trustOf({ values }: Setup): TlsTrust {
  const sha256 = values.get('EM_FINGERPRINT');
  return sha256 === undefined ? { kind: 'system' } : { kind: 'fingerprint', sha256 };
}

const ways = ['own-https', 'proxy', 'this-machine'];

/** How people will reach the desk. */
export const askReach: Step = async (questions, made) => {
  const { values } = made;
  const way = await questions.ask(
    'REACH',
    'How will people reach the desk: own-https (it has a certificate of its own), proxy (one in front of it), this-machine (to try it out)',
  );
  if (!ways.includes(way)) return `REACH is ${JSON.stringify(way)}: give one of ${ways.join(', ')}.`;
  values.set('DATA_DIR', await questions.ask('DATA_DIR', 'Directory for the journal', { fallback: './data' }));
  if (way === 'this-machine') return null;
  const answer = await questions.ask('PUBLIC_URL', 'Address in people’s browsers, https://retry.example.local');
  const url = publicAddress(answer);
  if (url === null || url.protocol !== 'https:')
    return `PUBLIC_URL is ${JSON.stringify(answer)}: give an https address, https://retry.example.local.`;
  values.set('PUBLIC_URL', url.href.replace(/\/$/, ''));
  if (way === 'proxy') {
    values.set('TRUST_PROXY', await questions.ask('TRUST_PROXY', 'Address of the proxy', { fallback: 'loopback' }));
    return null;
  }
  values.set('HOST', await questions.ask('HOST', 'Address to listen on', { fallback: '0.0.0.0' }));
  values.set('PORT', url.port || '443');
  made.certificate = await makeFirstCertificate(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  return null;
};
