/** `pnpm bench [name …]`: the measurements, goal beside figure; ends with 1 where a goal is missed. */
import { attack } from './attack.ts';
import { attention } from './attention.ts';
import { causes } from './causes.ts';
import { estate } from './estate.ts';
import { executions } from './executions.ts';
import { failover } from './failover.ts';
import { follow } from './follow.ts';
import { printTable, type Row } from './goal.ts';
import { growth } from './growth.ts';
import { hung } from './hung.ts';
import { lastGood } from './last-good.ts';
import { notices } from './notices.ts';
import { oldTasks } from './old-tasks.ts';
import { peers } from './peers.ts';
import { replicas } from './replicas.ts';
import { serve } from './serve.ts';
import { signIn } from './sign-in.ts';
import { soak } from './soak.ts';
import { start } from './start.ts';
import { translate } from './translate.ts';
import { viewers } from './viewers.ts';
import { web } from './web.ts';

const benches: Readonly<Record<string, () => Promise<Row[]>>> = {
  translate,
  serve,
  viewers,
  peers,
  hung,
  start,
  estate,
  growth,
  web,
  follow,
  executions,
  failover,
  replicas,
  'sign-in': signIn,
  'old-tasks': oldTasks,
  attack,
  causes,
  'last-good': lastGood,
  attention,
  notices,
  soak,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const rows: Row[] = [];
for (const [name, run] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  const found = await run();
  printTable(found);
  rows.push(...found);
}
if (asked.length !== 1) {
  console.log('\nall of it');
  printTable(rows);
}
process.exit(rows.every(({ met }) => met) ? 0 : 1);
