import type { HandOver } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { noticesOf } from '#api/notices-of.ts';
import { useTableFile } from '#api/use-table-file.ts';
import { pages } from '#lib/paths.ts';
import { Button } from '#ui/button.tsx';
import { SelectChip } from '#ui/chip.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { FileButton } from '#ui/file-button.tsx';
import { FilterBar } from '#ui/filter-bar.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { PageTitle } from '#ui/page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { type MarkState, StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { useAddress } from '#ui/use-address.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { AttentionTable } from './attention-table.tsx';
import { Happened } from './happened.tsx';
import { None, NotPrinted, Part } from './part.tsx';
import { isPartlyRead } from './partly-read.ts';
import { handOverQuery, shiftTable, shiftTextQuery, visitQuery } from './queries.ts';
import { readStart, startChoices, startText } from './shift-search.ts';
import { TrendFigure } from './trend-figure.tsx';
import { shiftWords as words } from './words.ts';

/** Rows on the screen, and on the one sheet of paper. */
const listed = 50;
const printed = 10;

function Figure({ mark, value, children }: { mark: MarkState | null; value: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      {mark && <StateMark state={mark} still />}
      <b className="font-heavy tabular-nums">{value}</b>
      <span className="text-muted">{children}</span>
    </li>
  );
}

function Numbers({ shift }: { shift: HandOver }) {
  const { failed, repairedInAll, retriesInAll, attentionInAll, knownInAll } = shift;
  const isPart = isPartlyRead(shift);
  return (
    <ul
      aria-label={words.numbers.label}
      className="flex flex-wrap gap-x-6 gap-y-1.5 print:gap-x-4 px-5 py-3.5 print:py-2"
    >
      <Figure mark="failed" value={words.numbers.jobs(failed.jobs, isPart)}>
        {words.numbers.failed(failed.runs)}
      </Figure>
      <Figure mark="ok" value={words.atLeast(repairedInAll, isPart)}>
        {words.numbers.repaired}
      </Figure>
      <Figure mark="running" value={retriesInAll}>
        {words.numbers.retries}
      </Figure>
      <Figure mark={null} value={attentionInAll}>
        {words.numbers.attention}
      </Figure>
      {knownInAll > 0 && (
        <Figure mark={null} value={knownInAll}>
          {words.numbers.known}
        </Figure>
      )}
    </ul>
  );
}

function NeedsAttention({ shift }: { shift: HandOver }) {
  const { attention, attentionInAll, knownInAll, em, jobs } = shift;
  const all = attentionInAll + knownInAll;
  const shown = attention.slice(0, listed);
  const isSound = em.state === 'ok' && em.silentSince === undefined;
  const rest = all > shown.length && (
    <Link href={pages.board()} className="inline-flex min-h-6 items-center">
      {words.onBoard(all)}
    </Link>
  );
  return (
    <Part title={words.parts.attention} count={attentionInAll} rest={rest} className="border-t">
      <p className="px-5 pb-2.5 text-s text-muted print:pb-1">{words.rule}</p>
      {all === 0 ? (
        <None>{jobs === 0 ? words.none.jobs : isSound ? words.none.attention : words.none.unknown}</None>
      ) : (
        <AttentionTable label={words.parts.attention} jobs={shown} printed={printed} />
      )}
      <NotPrinted count={all - Math.min(printed, shown.length)} />
    </Part>
  );
}

function Shift({ shift }: { shift: HandOver }) {
  return (
    <div className="print:[zoom:0.85]">
      <Numbers shift={shift} />
      <NeedsAttention shift={shift} />
      <Happened shift={shift} />
      <Part title={words.parts.trend} count={null} className="border-t">
        <TrendFigure trend={shift.trend} />
      </Part>
    </div>
  );
}

/** `/shift`: what the next shift has to know. */
export function ShiftPage() {
  const [search, go] = useAddress();
  const { zone } = usePreferences();
  const start = readStart(search);
  const query = useQuery(handOverQuery(start, zone));
  const { data: text } = useQuery(shiftTextQuery(start, zone));
  const file = useTableFile('hand-over', zone, () => shiftTable(start, zone));
  const { data } = query;
  useQuery({ ...visitQuery(), enabled: data !== undefined });
  const lastVisitAt = data?.lastVisitAt ?? null;
  const actions = (
    <>
      {text !== undefined && <CopyButton text={text} label={words.copy} size="normal" />}
      <FileButton file={file} />
      <Button onClick={() => window.print()}>{words.print}</Button>
    </>
  );
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <PageHead title={words.title} actions={actions}>
        {data && (
          <>
            {words.from} <Time at={data.since} show="day" /> {words.to} <Time at={data.until} show="full" />
          </>
        )}
      </PageHead>
      <FilterBar onClear={null}>
        <SelectChip
          label={words.since}
          value={start}
          options={startChoices(start, lastVisitAt).map((value) => ({
            value,
            text: startText(value, lastVisitAt, zone),
          }))}
          onChange={(value) => go(pages.shift(value))}
        />
      </FilterBar>
      <ListNotices text={words} {...noticesOf(query)} />
      {data && <Shift shift={data} />}
    </>
  );
}
