import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles, read, root, sourceFiles } from '../src/repository.ts';

function hits(files: string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
}

/** This folder names what it forbids. */
const others = sourceFiles().filter((file) => !file.startsWith('packages/checks/'));

test('the environment is read in apps/bff/src/config only: take a value from the configuration instead', () => {
  const server = others.filter((file) => file.startsWith('apps/bff/src/') && !file.startsWith('apps/bff/src/config/'));
  expect(hits(server, /process\.env/)).toEqual([]);
});

test('keys of queries are written in queries.ts only: use the factory of the feature', () => {
  const web = others.filter((file) => file.startsWith('apps/web/src/') && !/\/queries\.ts$/.test(file));
  expect(hits(web, /queryKey\s*:/)).toEqual([]);
});

test('when data is out of date is decided in packages/contract/src/staleness.ts only: ask isStale or staleAfter', () => {
  const elsewhere = others.filter((file) => /^apps\/.*\.tsx?$/.test(file));
  expect(hits(elsewhere, /\b[2-9] ?\* ?(?:\w+\.)*pollSeconds|pollSeconds ?\* ?[2-9]\b/)).toEqual([]);
});

test("an address is read as it stands: wouter's own useSearch decodes it once more, take that of wouter/use-browser-location", () => {
  expect(hits(others, /\b(?:useSearch|useSearchParams)\b.* from 'wouter'/)).toEqual([]);
});

test('a path is spelled in packages/contract only: take it from apiPaths or pagePaths', () => {
  const files = ['api-paths.ts', 'page-paths.ts'].map((file) => read(`packages/contract/src/${file}`)).join('\n');
  // The board's own path, `/`, is that of much else.
  const spelled = [...files.matchAll(/= '([^']{2,})';/g)];
  const paths = [...spelled].map(([, path = '']) =>
    path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}|:id/, '.+'),
  );
  expect(paths.length).toBeGreaterThan(20);
  // Tests, the stage of e2e and the bench spell out what browsers and scripts ask for, whatever we call it.
  const code = others.filter(
    (file) => /^(?:apps\/(?:bff|web)|packages\/contract)\/src\//.test(file) && !/\.test\.|-paths\.ts$/.test(file),
  );
  const inCode = new RegExp(`^(?!\\s*(?:/?\\*|//)).*['"\`}](?:${paths.join('|')})['"\`?]`);
  expect(hits(code, inCode)).toEqual([]);
});

test('no test is skipped, focused, sleeping, mocked or intercepted: wait for what you expect, play faults in the simulator', () => {
  const forbidden = /\b(?:test|it|describe)\.(?:skip|only|todo|fixme)\(|waitForTimeout|\.route\(['"`/]|vi\.mock\(/;
  expect(hits(others, forbidden)).toEqual([]);
});

test('a path is made of an address by fileURLToPath, an address of a path by pathToFileURL: others break at a blank', () => {
  expect(hits(others, /import\.meta\.url\)\.pathname|['"`]file:\/\/|--import=\$\{(?!pathToFileURL)/)).toEqual([]);
});

test('nothing is left for later: finish it or take it out', () => {
  expect(hits(others, /\b(?:TODO|FIXME|HACK|XXX)\b/)).toEqual([]);
});

test('no type is silenced: give in words why a cast is right', () => {
  expect(hits(others, /@ts-(?:ignore|nocheck|expect-error)|as any\b|<any>/)).toEqual([]);
});

test('an effect is the last resort: it names the outside system it follows, and there is at most one for a thousand lines', () => {
  const web = others.filter((file) => /^apps\/web\/src\/.*\.tsx?$/.test(file) && !/\.test\./.test(file));
  const lines = web.map((file) => read(file).split('\n'));
  const outside =
    /\/\/ Follows (?:the (?:address|clock|keyboard|loudspeaker|network|screen|screen reader|screen wake lock|tab)\b|the browser's (?:events|own dialog|storage)\b|the server's version|where the browser has put)/;
  const isEffect = (line: string) => /^\s*use(?:Layout)?Effect\(/.test(line);
  const nameless = lines.flatMap((all) =>
    all.filter((line, at) => isEffect(line) && !outside.test(all.slice(Math.max(0, at - 3), at).join(' '))),
  );
  expect(nameless).toEqual([]);
  const effects = lines.flat().filter((line) => /^\s*useEffect\(/.test(line)).length;
  expect(effects / (lines.flat().length / 1000)).toBeLessThanOrEqual(1);
});

test('a map or a set in state is not changed in place, which no drawing may do: make another, and type it ReadonlyMap or ReadonlySet', () => {
  const web = others.filter((file) => file.startsWith('apps/web/src/'));
  expect(hits(web, /use(?:State|Ref)(?:<(?:Map|Set)<.*>>)?\((?:\(\) => )?new (?:Map|Set)\b/)).toEqual([]);
});

test('parts of the web app that are fetched together are named in vite.config.ts as their files are: a renamed one would come by itself', () => {
  const parts = read('apps/web/vite.config.ts')
    .split('\n')
    .filter((line) => /^ *'(?:[a-z]+\/)+|^ *test: \//.test(line));
  const files = projectFiles().filter((file) => /^(?:apps\/web|packages\/contract)\/src\//.test(file));
  const names = parts.flatMap((line) => line.replace(/^ *test: /, '').match(/[a-z]+(?:-[a-z]+)*/g) ?? []);
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !files.some((file) => file.includes(name)))).toEqual([]);
});

test('that data of a page could not be renewed is shown by ui/list-notices.tsx alone: give it what noticesOf returns', () => {
  const banners = /^apps\/web\/src\/(?:ui\/|app\/stale-banner|features\/board\/(?:journal-banner|failing-channels))/;
  const web = others.filter((file) => file.startsWith('apps/web/src/') && !banners.test(file));
  expect(hits(web, /<StaleNotice\b/)).toEqual([]);
});

test('how far back runs are shown is written once: take inHistory of lib/in-history.ts', () => {
  // The span of a filter, which is no part of the history, is named in words-lists.ts.
  const web = others.filter(
    (file) => /^apps\/web\/src\/.*(?<!\.test)\.tsx?$/.test(file) && !file.endsWith('/words-lists.ts'),
  );
  expect(hits(web, /['"`][^'"`]*\b30 days\b/)).toEqual([]);
});

test('a browser keeps settings of its screen and little else: describe what is added in docs/security.md (V14.3.3)', () => {
  const web = others.filter((file) => file.startsWith('apps/web/') && !/\.test\.tsx?$/.test(file));
  const stores =
    /\b(?:localStorage|sessionStorage)\b(?!'\))|\b(?:indexedDB|serviceWorker|cookieStore)\b|document\.cookie|\bcaches\./;
  expect(web.filter((file) => stores.test(read(file)))).toEqual(['apps/web/src/lib/stored.ts']);
  expect(web.filter((file) => /\bwriteStored\b/.test(read(file))).sort()).toEqual([
    'apps/web/src/features/board/causes/one-first.ts',
    'apps/web/src/features/wall/alarm.ts',
    'apps/web/src/features/wall/earlier-number.ts',
    'apps/web/src/lib/notification-choices.ts',
    'apps/web/src/lib/preferences.ts',
    'apps/web/src/lib/stored.ts',
  ]);
});

test('a page is styled by classes of Tailwind: what is repeated becomes a component, and CSS by hand stays under 400 lines', () => {
  const sheets = projectFiles().filter((file) => file.endsWith('.css'));
  expect(sheets.length).toBeGreaterThan(0);
  expect(sheets.flatMap((file) => read(file).trimEnd().split('\n')).length).toBeLessThan(400);
});

test('no file is longer than 300 lines: find the second concept in it', () => {
  expect(sourceFiles().filter((file) => read(file).split('\n').length > 301)).toEqual([]);
});

test('the top level holds what docs/architecture.md lists and nothing else', () => {
  const top = new Set(projectFiles().map((path) => path.split('/')[0]));
  const known = [
    '.ci .gitignore CHANGELOG.md CONTRIBUTING.md LICENSE README.md apps biome.json docs knip.json package.json packages',
    'playwright.config.ts pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json',
  ].flatMap((line) => line.split(' '));
  expect([...top].filter((name) => name !== undefined && !known.includes(name))).toEqual([]);
});

test('every path named in the documents exists', () => {
  const missing = projectFiles()
    .filter((path) => path.endsWith('.md'))
    .flatMap((document) => {
      const text = read(document);
      const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) =>
        join(dirname(document), match[1] ?? ''),
      );
      const code = [...text.matchAll(/`((?:apps|packages|docs|\.ci)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
      const built = (path: string) => /(^|\/)(dist|node_modules)(\/|$)/.test(path);
      return [...links, ...code]
        .filter((path) => !built(path) && !existsSync(join(root, path)))
        .map((path) => `${document}: ${path}`);
    });
  expect(missing).toEqual([]);
});

test('the lockfile takes packages from the registry only, and none below its safe version', () => {
  const lock = read('pnpm-lock.yaml');
  expect(lock.match(/tarball:|git\+|codeload/g)).toBeNull();
  const floors: Record<string, [number, number]> = {
    undici: [8, 5],
    'body-parser': [2, 3],
    qs: [6, 16],
    'path-to-regexp': [8, 4],
  };
  for (const [name, [major, minor]] of Object.entries(floors)) {
    const versions = [...lock.matchAll(new RegExp(`^  '?${name}@(\\d+)\\.(\\d+)`, 'gm'))];
    expect(versions.length, `${name} is in the lockfile`).toBeGreaterThan(0);
    for (const [text, haveMajor, haveMinor] of versions) {
      const enough = Number(haveMajor) > major || (Number(haveMajor) === major && Number(haveMinor) >= minor);
      expect(enough, `${text} is older than ${major}.${minor}`).toBe(true);
    }
  }
});

test('a runtime dependency has a line in docs/decisions/006-libraries.md with the reason', () => {
  const shipped = ['apps/bff', 'apps/web', 'packages/contract', 'packages/em-client', 'packages/em-simulator'];
  const decision = read('docs/decisions/006-libraries.md');
  const rows = [...decision.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, names = '']) => names.split(', '));
  const unnamed = shipped.flatMap((folder) => {
    const manifest: { dependencies?: Record<string, string> } = JSON.parse(read(`${folder}/package.json`));
    return Object.keys(manifest.dependencies ?? {})
      .filter((name) => !name.startsWith('@retry-desk/') && !rows.includes(name))
      .map((name) => `${folder}: ${name}`);
  });
  expect(unnamed).toEqual([]);
});
