import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import { freePort } from './shared-database.ts';

/** Somebody else's server of the same board. */
export type WebServer = { url: string; server: Child };

const program = '/usr/sbin/nginx';
const plain = fileURLToPath(new URL('./plain-express.ts', import.meta.url));

/** nginx with one worker on that core, serving these gzip bytes from a file at /api/board. */
export async function startNginx(folder: string, gzip: Uint8Array, core: number): Promise<WebServer> {
  const port = await freePort();
  await writeFile(join(folder, 'board.json.gz'), gzip);
  const settings = join(folder, 'nginx.conf');
  await writeFile(settings, configuration(folder, port));
  const args = ['-p', folder, '-e', 'stderr', '-c', settings];
  const server = await startChild({ program, args, ready: 'start worker process ', core });
  return { url: `http://127.0.0.1:${port}/api/board`, server };
}

function configuration(folder: string, port: number): string {
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `${user}
daemon off;
worker_processes 1;
pid "${folder}/nginx.pid";
error_log stderr notice;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  etag on;
  ${scratch.map((name) => `${name}_temp_path "${folder}/${name}";`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location = /api/board {
      default_type application/json;
      add_header Content-Encoding gzip;
      add_header Vary "Accept-Encoding, Cookie";
      alias "${folder}/board.json.gz";
    }
  }
}
`;
}

/** The obvious code in Express: res.json of the board's object, made to text again for every request. */
export async function startPlainExpress(folder: string, json: Uint8Array, core: number): Promise<WebServer> {
  const port = await freePort();
  const file = join(folder, 'board.json');
  await writeFile(file, json);
  const args = [plain, file, String(port)];
  const server = await startChild({ program: process.execPath, args, ready: 'listens', core });
  return { url: `http://127.0.0.1:${port}/api/board`, server };
}
