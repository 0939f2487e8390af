import { parentPort, workerData } from 'node:worker_threads';
import { translate, type Work } from './translation.ts';

const translation = translate(workerData as Work); // the input of `translateApart`
parentPort?.postMessage(translation, 'bytes' in translation ? [translation.bytes.buffer] : []);
