/** `plain-express.ts FILE PORT`: the board of a file, sent with Express as it comes, for comparison. */
import { readFileSync } from 'node:fs';
import express from 'express';

const [file = '', port = '0'] = process.argv.slice(2);
const board: unknown = JSON.parse(readFileSync(file, 'utf8'));
const app = express();
app.get('/api/board', (_request, response) => {
  response.json(board);
});
app.listen(Number(port), '127.0.0.1', () => console.log('listens'));
