import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

/** Pages of the web app: each of these addresses is answered with its one HTML file. */
const pages = [/^\/$/, /^\/jobs\/[^/]+$/, /^\/tasks(\/[^/]+)?$/, /^\/(machines|wall|settings|about|sign-in)$/];

/** The built web app: hashed files for a year, its HTML anew each time. */
export function staticWeb(webDir: string): RequestHandler {
  const router = Router({ strict: true, caseSensitive: true });
  const html = join(webDir, 'index.html');
  router.use(
    '/assets',
    express.static(join(webDir, 'assets'), { immutable: true, maxAge: '365d', index: false, redirect: false }),
  );
  router.use(express.static(webDir, { index: false, redirect: false, cacheControl: false, setHeaders: noCache }));
  router.use((request, response, next) => {
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') && pages.some((page) => page.test(request.path));
    if (!isPage) return next();
    if (!existsSync(html)) {
      response.status(503).type('text/plain').send('The web app has not been built: run the build script.\n');
      return;
    }
    noCache(response);
    response.sendFile(html, { cacheControl: false });
  });
  return router;
}

function noCache(response: { setHeader(name: string, value: string): void }): void {
  response.setHeader('cache-control', 'no-cache');
}
