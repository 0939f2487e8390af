import { arrowFaults } from './arrow-faults.ts';
import { importCircles } from './import-circles.ts';
import { read, sourceFiles } from './repository.ts';

const texts = new Map(sourceFiles().map((file) => [file, read(file)]));
const faults = [...[...texts].flatMap(([file, text]) => arrowFaults(file, text)), ...importCircles(texts)];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('arrows: every import goes the way the house is drawn, and none in a circle');
