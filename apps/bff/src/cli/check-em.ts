import { createEnterpriseManager } from '@retry-desk/em-client';
import type { EmSettings } from '#config/em-settings.ts';
import { errorWords, type Finding, fault, note, ok } from './findings.ts';

/** Clocks that differ by less are not worth a line. */
const CLOCKS_DIFFER_MS = 2 * 60_000;

/** Whether Enterprise Manager is reached and trusted, and whether our account may do there what is needed: one logon. */
export async function checkEnterpriseManager({ url, username, password, tls }: EmSettings): Promise<Finding[]> {
  const em = createEnterpriseManager({ url, username, password, tls });
  const insecure =
    tls.kind === 'insecure' ? [note('EM_INSECURE_TLS: the certificate of Enterprise Manager is not checked')] : [];
  try {
    const { user, may } = await em.checkAccount(username, password);
    const reached = ok(`Enterprise Manager ${em.host} answers, and takes the password of ${user}`);
    const role =
      may === 'operator'
        ? ok(`${user} is a Portal Administrator`)
        : fault(
            `${user} is no Portal Administrator in Enterprise Manager: it may not use agent jobs; give it that role`,
          );
    return [...insecure, reached, role, ...clockFindings(em.serverNow())];
  } catch (error) {
    return [...insecure, fault(errorWords(error))];
  } finally {
    await em.close();
  }
}

/** The clocks of both machines are compared where Enterprise Manager has given the time of its own. */
function clockFindings(serverNow: number | null): Finding[] {
  if (serverNow === null) return [];
  const aheadMs = Date.now() - serverNow;
  if (Math.abs(aheadMs) < CLOCKS_DIFFER_MS) return [];
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const length = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  const direction = aheadMs > 0 ? 'ahead of' : 'behind';
  return [
    note(
      `the clock of this machine is ${length} ${direction} that of Enterprise Manager: ages of runs are shown wrong by as much, until both are set by the same time server`,
    ),
  ];
}
