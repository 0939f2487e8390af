import { documentOf } from './connection.ts';
import type { AccountCheck } from './enterprise-manager.ts';
import { refusedAnswer } from './errors/answer-error.ts';
import { basic, type Logon, logOff, logOn, tokenHeader } from './session/logon.ts';
import { callName, type Transport } from './transport/exchange.ts';

/**
 * The rights of a person's own account in Enterprise Manager: their logon session is used for this question only and ended
 * in every case. Agent jobs answer 403 to everybody but a Portal Administrator; sessions also to Restore Operators (reference 13.0, Security Roles).
 */
export async function checkAccount(transport: Transport, username: string, password: string): Promise<AccountCheck> {
  const shown = [password, basic(username, password)].map((secret) => transport.mask.hide(secret, 'errors'));
  try {
    const logon = await logOn(transport, username, password);
    shown.push(transport.mask.hide(logon.token, 'errors'));
    return await checkLogon(transport, logon, logon.user ?? username);
  } finally {
    for (const show of shown) show();
  }
}

async function checkLogon(transport: Transport, logon: Logon, user: string): Promise<AccountCheck> {
  async function allowed(path: string, kind: string): Promise<boolean> {
    const answer = await transport.exchange({ method: 'GET', path, headers: { [tokenHeader]: logon.token } });
    const site = { host: transport.host, call: callName({ method: 'GET', path }), isAction: false };
    if (answer.status === 403) return false;
    if (answer.status !== 200) throw refusedAnswer(answer, site);
    // A proxy's page or another document under 200 makes nobody an operator.
    await documentOf(answer, kind, site);
    return true;
  }

  try {
    if (await allowed('/agents/jobs?pageSize=1', 'AgentBackupJob')) return { user, may: 'operator' };
    const sessions = '/query?type=BackupJobSession&format=Entities&pageSize=1';
    if (await allowed(sessions, 'BackupJobSession')) return { user, may: 'viewer' };
    return { user, may: 'none' };
  } finally {
    await logOff(transport, logon);
  }
}
