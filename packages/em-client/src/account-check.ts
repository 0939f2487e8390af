import { documentOf } from './connection.ts';
import type { AccountCheck } from './enterprise-manager.ts';
import { refusedAnswer } from './errors/answer-error.ts';
import { logOff, logOn, tokenHeader } from './session/logon.ts';
import { callName, type Transport } from './transport/exchange.ts';

/**
 * What Enterprise Manager lets a person's own account do: their logon session is used for this question only and ended
 * in every case. Agent jobs answer 403 to everybody but a Portal Administrator; sessions also to Restore Operators.
 */
export async function checkAccount(transport: Transport, username: string, password: string): Promise<AccountCheck> {
  const logon = await logOn(transport, username, password);
  const user = logon.user ?? username;

  async function allowed(path: string, kind: string): Promise<boolean> {
    const answer = await transport.exchange({ method: 'GET', path, headers: { [tokenHeader]: logon.token } });
    const site = { host: transport.host, call: callName({ method: 'GET', path }), isAction: false };
    if (answer.status === 403) return false;
    if (answer.status !== 200) throw refusedAnswer(answer, site);
    // A proxy's page or another document under 200 makes nobody an operator.
    documentOf(answer, kind, site);
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
