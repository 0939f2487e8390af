import './style.css';
import type { Board, JobRow } from '@retry-desk/contract';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';

/**
 * The least a page can do with the board: it fetches the same rows from the same server, and draws those in sight in a plain
 * table with a search. What the board of the product costs beyond this page, its own code costs.
 */
const POLL_MS = 10_000;
const ROW_PIXELS = 60;
const BEYOND = 6;

async function fetchBoard(): Promise<Board> {
  const answer = await fetch('/api/board');
  if (!answer.ok) throw new Error(`the board was answered with ${answer.status}`);
  return answer.json();
}

function onScroll(changed: () => void): () => void {
  addEventListener('scroll', changed, { passive: true });
  return () => removeEventListener('scroll', changed);
}

function Row({ job }: { job: JobRow }) {
  return (
    <tr className="h-15 border-t border-slate-700">
      <td className="truncate px-3 font-semibold">{job.name}</td>
      <td className="truncate px-3">{job.backupServer}</td>
      <td className="truncate px-3 text-red-300">{job.run?.result}</td>
      <td className="truncate px-3">{job.reasons[0]?.text}</td>
      <td className="truncate px-3">{job.run?.endedAt}</td>
      <td className="truncate px-3 font-mono">{job.strip}</td>
      <td className="px-3">
        <button type="button" className="rounded bg-sky-700 px-3 py-1">
          Retry
        </button>
      </td>
    </tr>
  );
}

function Failed({ rows }: { rows: readonly JobRow[] }) {
  const first = useSyncExternalStore(onScroll, () => Math.max(0, Math.floor(scrollY / ROW_PIXELS) - BEYOND));
  const last = Math.min(rows.length, first + Math.ceil(innerHeight / ROW_PIXELS) + 2 * BEYOND);
  return (
    <table className="w-full table-fixed text-left" aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          {['Job', 'Server', 'Result', 'Why', 'Ended', '30 days', ''].map((head) => (
            <th key={head} className="p-3">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr style={{ height: first * ROW_PIXELS }} />
        {rows.slice(first, last).map((job) => (
          <Row key={job.id} job={job} />
        ))}
        <tr style={{ height: (rows.length - last) * ROW_PIXELS }} />
      </tbody>
    </table>
  );
}

function BarePage() {
  const { data } = useQuery({ queryKey: ['board'], queryFn: fetchBoard, refetchInterval: POLL_MS });
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search).toLowerCase();
  if (data === undefined) return null;
  const rows = wanted === '' ? data.failed : data.failed.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <main className="min-h-screen bg-slate-900 p-6 text-slate-100">
      <h1 className="text-2xl font-bold">{data.counts.failed} failed jobs</h1>
      <input
        type="search"
        aria-label="Search"
        className="my-4 rounded bg-slate-800 p-2"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <Failed rows={rows} />
    </main>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for it');
createRoot(root).render(
  <QueryClientProvider client={new QueryClient()}>
    <BarePage />
  </QueryClientProvider>,
);
