import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain, withDetail } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { Chip } from '#ui/chip.tsx';
import { ErrorNotice, Quote } from '#ui/notice.tsx';
import { rawJobQuery } from './queries.ts';
import type { RawFormat } from './raw-text.ts';
import { jobWords as words } from './words.ts';

function RawText({ jobId, format }: { jobId: string; format: RawFormat }) {
  const { data, error } = useQuery(rawJobQuery(jobId, format));
  const { role } = useSession();
  if (error) {
    const { text, emMessage } = explain(error);
    return (
      <ErrorNotice title={words.rawFailed}>
        {role === 'operator' ? withDetail(text, error) : text} {emMessage && <Quote>{emMessage}</Quote>}
      </ErrorNotice>
    );
  }
  if (data === undefined) return <p className="muted">{words.rawLoading}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text has to be reachable by keyboard.
    <section className="raw-text" tabIndex={0} aria-label={`${words.raw}: ${format}`}>
      <pre>{data}</pre>
    </section>
  );
}

/** The job's own words from Enterprise Manager, read only on demand. */
export function RawJob({ jobId }: { jobId: string }) {
  const [format, setFormat] = useState<RawFormat | null>(null);
  return (
    <section className="job-raw" aria-labelledby="job-raw">
      <h2 id="job-raw">{words.raw}</h2>
      <p className="muted">{words.rawHelp}</p>
      <div className="choice">
        {(['JSON', 'XML'] as const).map((each) => (
          <Chip key={each} pressed={format === each} onClick={() => setFormat(format === each ? null : each)}>
            {each}
          </Chip>
        ))}
      </div>
      {format && <RawText key={format} jobId={jobId} format={format} />}
    </section>
  );
}
