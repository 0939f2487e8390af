import { readFile } from 'node:fs/promises';
import { beginProcess } from './retries-process.ts';

// A process of its own that asks for one retry and is killed over it: `node retries-victim.ts URL CA_FILE DATA_DIR JOB`.
const [url = '', caFile = '', dataDir = '', jobId = ''] = process.argv.slice(2);
const caPem = await readFile(caFile, 'utf8');
const { desk } = await beginProcess({ url, caPem, dataDir, settings: {}, actionDeadlineMs: 30_000 });
await desk.retry({ jobId, requestedBy: 'TECH\\anna', from: null });
