import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain, withDetail } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { Chip } from '#ui/chip.tsx';
import { ErrorNotice } from '#ui/notice.tsx';
import { Quote } from '#ui/quote.tsx';
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
  if (data === undefined) return <p className="text-muted">{words.rawLoading}</p>;
  return (
    <section
      className="max-h-105 overflow-auto rounded-control border border-line bg-raised p-3"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text has to be reachable by keyboard.
      tabIndex={0}
      aria-label={`${words.raw}: ${format}`}
    >
      <pre className="text-[12px] leading-4.5">{data}</pre>
    </section>
  );
}

/** The job's own words from Enterprise Manager, read only on demand. */
export function RawJob({ jobId }: { jobId: string }) {
  const [format, setFormat] = useState<RawFormat | null>(null);
  return (
    <section className="border-t border-line px-5 pt-4 pb-6" aria-labelledby="job-raw">
      <h2 id="job-raw" className="font-heavy">
        {words.raw}
      </h2>
      <p className="text-muted">{words.rawHelp}</p>
      <div className="mt-2.5 mb-3 flex flex-wrap gap-2">
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
