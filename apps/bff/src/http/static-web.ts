import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagePaths } from '@retry-desk/contract';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { namesType } from '#negotiate.ts';
import { compressedAssets } from './compressed-assets.ts';
import { permissionsPolicy } from './headers.ts';

const { openWall: _ofTheServer, ...ofTheApp } = pagePaths;
/** Pages of the web app: each of these addresses is answered with the HTML file of the app, or of the wall. */
const pages = Object.values(ofTheApp).map((path) => new RegExp(`^${path.replace(/:\w+/, '[^/]+')}$`));
/** Addresses that are never a page, whatever a browser accepts. */
const interfaces = /^\/(?:api|em|auth|assets|icons|healthz|readyz|metrics)(?:\/|$)/;

type Headers = { setHeader(name: string, value: string): void };

function noCache(response: Headers): void {
  response.setHeader('cache-control', 'no-cache');
}

/** Files with fixed names: revalidated each time. Text files state their charset. */
function fileHeaders(response: Headers, path: string): void {
  noCache(response);
  if (path.endsWith('.svg')) response.setHeader('content-type', 'image/svg+xml; charset=utf-8');
}

/** 200: a page. 404: no page, but a browser asks: the web app shows its own message. Null: not for the web app. */
function pageStatus(request: Request): 200 | 404 | null {
  if (request.method !== 'GET' && request.method !== 'HEAD') return null;
  if (pages.some((page) => page.test(request.path))) return 200;
  return namesType(request.headers.accept, 'text/html') && !interfaces.test(request.path) ? 404 : null;
}

/** A wall is displayed for months: its cookie is renewed with each page load. A failure never hides the page. */
async function keepWallOpen(
  request: Request,
  response: Response,
  renewWall: (cookieHeader: string | undefined) => Promise<string | null>,
): Promise<void> {
  if (request.path !== pagePaths.wall) return;
  const cookie = await renewWall(request.headers.cookie).catch(() => null);
  if (cookie !== null) response.setHeader('set-cookie', cookie);
}

type WebDeps = {
  renewWall: (cookieHeader: string | undefined) => Promise<string | null>;
  /** The path of PUBLIC_URL, empty where it has none. */
  base: string;
};

/**
 * A page as the build has made it, whose own addresses are relative, for any address below the base: its scripts find the base
 * in `data-base`.
 */
function pageBelow(base: string, html: string): string {
  return html.replace('data-base=""', `data-base="${base}"`).replaceAll('="./', `="${base}/`);
}

/** The built web app: hashed files for a year, its HTML anew each time. */
export function staticWeb(webDir: string, { renewWall, base }: WebDeps): RequestHandler {
  const router = Router({ strict: true, caseSensitive: true });
  router.use('/assets', compressedAssets(join(webDir, 'assets')));
  const files = express.static(webDir, { index: false, redirect: false, cacheControl: false, setHeaders: fileHeaders });
  router.use((request, response, next) => (request.path.endsWith('.html') ? next() : files(request, response, next)));
  router.use(async (request, response, next) => {
    const status = pageStatus(request);
    if (status === null) return next();
    noCache(response);
    response.setHeader('permissions-policy', permissionsPolicy);
    // The wall is a page of its own: it runs in browsers that are too old for the rest.
    const file = join(webDir, request.path === pagePaths.wall ? 'wall.html' : 'index.html');
    if (!existsSync(file)) {
      response.status(503).type('text/plain').send('The web app has not been built: run the build script.\n');
      return;
    }
    await keepWallOpen(request, response, renewWall);
    const html = pageBelow(base, readFileSync(file, 'utf8'));
    response.setHeader('etag', `"${createHash('sha256').update(html).digest('base64url')}"`);
    response.status(status).type('html').send(html);
  });
  return router;
}
