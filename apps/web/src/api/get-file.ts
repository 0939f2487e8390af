import { exchange, readText, refuse } from './request.ts';

/** For a file of everything there is. */
const tableLimit = 300_000;

/** Requests text as it is, e.g. what Enterprise Manager itself returned. */
export async function getText(path: string, accept: string, signal?: AbortSignal): Promise<string> {
  const { response, text } = await exchange('GET', path, { signal, headers: { accept } });
  if (!response.ok) refuse(response, text);
  return text;
}

/** Requests a list as the file a spreadsheet opens, byte by byte: as text it would lose its mark. */
export async function getTable(path: string): Promise<Blob> {
  let bytes = new Blob();
  const headers = { accept: 'text/tab-separated-values' };
  const { response, text } = await exchange('GET', path, { headers, limit: tableLimit }, async (answer, onTheWay) => {
    if (!answer.ok) return await readText(answer, onTheWay);
    bytes = await onTheWay(answer.blob());
    return '';
  });
  if (!response.ok) refuse(response, text);
  return bytes;
}
