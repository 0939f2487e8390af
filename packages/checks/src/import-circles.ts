import { importsOf, ownFile } from './arrow-faults.ts';

/**
 * Files that import each other in a circle, each circle as a sentence with what to do. Imports of types and those made
 * while the program runs count too: who reads one of these files has to read all of them. `texts`: of all files, by path.
 */
export function importCircles(texts: ReadonlyMap<string, string>): string[] {
  const imports = new Map<string, string[]>();
  for (const [file, text] of texts) {
    const targets = importsOf(text).map((specifier) => ownFile(file, specifier));
    imports.set(file, targets.filter((target) => target !== null && texts.has(target)).map(String));
  }
  return circlesIn(imports).map(
    (files) =>
      `${files.join(' → ')} → ${files[0]}: a circle of imports; give the type or the function that both need a file of its own`,
  );
}

/** The first circle that is met from each file, each once; files that are done belong to no other. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const way: string[] = [];
  const circles: string[][] = [];

  function walk(file: string): void {
    if (done.has(file)) return;
    const met = way.indexOf(file);
    if (met !== -1) {
      circles.push(way.slice(met));
      return;
    }
    way.push(file);
    for (const target of imports.get(file) ?? []) walk(target);
    way.pop();
    done.add(file);
  }

  for (const file of imports.keys()) walk(file);
  return circles;
}
