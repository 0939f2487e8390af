import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { explain } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { type AuditSearch, pages } from '#lib/paths.ts';
import { saveTable } from '#lib/save-file.ts';
import { serverNow } from '#lib/server-clock.ts';
import { words } from '#lib/words.ts';
import { lostWords } from '#lib/words-help.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { Empty, ErrorNotice, Loading, StaleNotice } from '#ui/notice.tsx';
import { PageHead, PageTitle } from '#ui/page.tsx';
import { PrintedPart } from '#ui/printed-part.tsx';
import { usePreferences } from '#ui/use-preferences.ts';
import { AuditBar } from './audit-bar.tsx';
import { type AuditFilter, auditQuestion, isFiltered, readAuditFilter } from './audit-search.ts';
import { AuditTable } from './audit-table.tsx';
import { auditCsv, auditQuery } from './queries.ts';
import { auditWords as text } from './words.ts';

function CsvButton({ question }: { question: AuditSearch }) {
  const { zone } = usePreferences();
  const { cursor: _, ...all } = question;
  const csv = useMutation({ mutationFn: () => auditCsv(all) });
  const save = (bytes: Blob) => saveTable(bytes, 'audit', zone);
  return (
    <>
      {csv.error && (
        <span role="alert" className="text-s text-failed">
          {explain(csv.error).text}
        </span>
      )}
      <Button title={text.csvHint} pending={csv.isPending} onClick={() => csv.mutate(undefined, { onSuccess: save })}>
        {text.csv}
      </Button>
    </>
  );
}

function Paging({ filter, nextCursor }: { filter: AuditFilter; nextCursor: string | null }) {
  if (!nextCursor && filter.cursor === '') return null;
  return (
    <nav aria-label={text.more} className="flex gap-2 px-5 py-4 print:hidden!">
      {filter.cursor !== '' && (
        <Link href={pages.audit({ ...filter, cursor: '' })} className={buttonClass()}>
          {text.newest}
        </Link>
      )}
      {nextCursor && (
        <Link href={pages.audit({ ...filter, cursor: nextCursor })} className={buttonClass()}>
          {text.older}
        </Link>
      )}
    </nav>
  );
}

function Log() {
  const [, navigate] = useLocation();
  const filter = readAuditFilter(new URLSearchParams(useSearch()));
  const question = auditQuestion(filter, serverNow());
  const { data, error, isFetching, refetch } = useQuery(auditQuery(question));
  const again = (
    <Button pending={isFetching} onClick={() => refetch()}>
      {words.shell.tryAgain}
    </Button>
  );
  return (
    <>
      <PageHead title={text.title} actions={<CsvButton question={question} />}>
        {text.about}
      </PageHead>
      <AuditBar filter={filter} onFilter={(change) => navigate(pages.audit({ ...filter, cursor: '', ...change }))} />
      {error && data && (
        <StaleNotice title={text.notLatest} action={again}>
          {explain(error).text}
        </StaleNotice>
      )}
      {error && !data && (
        <ErrorNotice title={text.unreadable} action={again}>
          {explain(error).text}
        </ErrorNotice>
      )}
      {!error && !data && <Loading>{text.loading}</Loading>}
      {data && (
        <PrintedPart shown={data.entries.length} older={data.nextCursor !== null} newer={filter.cursor !== ''} />
      )}
      {data?.entries.length === 0 && <Empty title={isFiltered(filter) ? text.emptyFilter : text.empty} />}
      {data && data.entries.length > 0 && <AuditTable entries={data.entries} />}
      {data && <Paging filter={filter} nextCursor={data.nextCursor} />}
    </>
  );
}

function OperatorsOnly() {
  const action = (
    <Link href={pages.board()} className={buttonClass()}>
      {lostWords.toBoard}
    </Link>
  );
  return (
    <Empty title={text.operators} isPage action={action}>
      {text.operatorsHelp}
    </Empty>
  );
}

/** `/audit`: who came in, who was denied, who did what; for operators. */
export function AuditPage() {
  const { role } = useSession();
  return (
    <>
      <PageTitle>{text.title}</PageTitle>
      {role === 'operator' ? <Log /> : <OperatorsOnly />}
    </>
  );
}
