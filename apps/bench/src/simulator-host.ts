/** `simulator-host.ts JOBS CA-FOLDER`: a simulated Enterprise Manager whose jobs all failed last, until it is ended. */
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';

const [jobs = '0', certificateDir = '.'] = process.argv.slice(2);
const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 0, certificateDir });
for (let n = 0; n < Number(jobs); n += 1) {
  em.world.addJob({ name: `Servers of site ${n}`, machines: [`host${n}.tech.local`], last: 'failed' });
}
await em.start();
console.log(`listens at ${em.url} with ${em.caFile}`);
