import { arrowFaults } from './arrow-faults.ts';
import { read, sourceFiles } from './repository.ts';

const faults = sourceFiles().flatMap((file) => arrowFaults(file, read(file)));
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('arrows: every import goes the way the house is drawn');
