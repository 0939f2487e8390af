import { createEnterpriseManager } from '@retry-desk/em-client';
import type { EmSettings } from '#config/em-settings.ts';
import { errorWords, type Finding, fault, note, ok } from './findings.ts';

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
    return [...insecure, reached, role];
  } catch (error) {
    return [...insecure, fault(errorWords(error))];
  } finally {
    await em.close();
  }
}
