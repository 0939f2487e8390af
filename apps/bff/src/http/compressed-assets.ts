import { existsSync, readdirSync } from 'node:fs';
import { extname } from 'node:path';
import express, { type RequestHandler } from 'express';
import { codingFor } from '#negotiate.ts';

const endings = { br: '.br', gzip: '.gz' } as const;
const year = { immutable: true, maxAge: '365d', index: false, redirect: false } as const;

/**
 * The build's files with a hash in their names, for a year; scripts and styles compressed, where the build has put that
 * form beside them and the client takes it.
 */
export function compressedAssets(folder: string): RequestHandler {
  const built = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const files = express.static(folder, year);
  return (request, response, next) => {
    const { url } = request;
    const coding = codingFor(request.headers['accept-encoding']);
    const compressed = coding === 'identity' ? null : `${request.path.slice(1)}${endings[coding]}`;
    response.vary('Accept-Encoding');
    if (compressed !== null && built.has(compressed)) {
      response.setHeader('content-encoding', coding);
      response.type(extname(request.path));
      request.url = `/${compressed}`;
    }
    files(request, response, (error) => {
      request.url = url;
      response.removeHeader('content-encoding');
      next(error);
    });
  };
}
