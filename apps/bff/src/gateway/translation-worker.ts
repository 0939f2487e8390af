import { parentPort, workerData } from 'node:worker_threads';
import { translate, type Work } from './translation.ts';

const translation = translate(workerData as Work); // what `translateApart` gives
parentPort?.postMessage(translation, 'bytes' in translation ? [translation.bytes.buffer] : []);
