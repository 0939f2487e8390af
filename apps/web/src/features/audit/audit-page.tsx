import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { explain } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { useTableFile } from '#api/use-table-file.ts';
import { pages } from '#lib/paths.ts';
import { serverNow } from '#lib/server-clock.ts';
import { words } from '#lib/words.ts';
import { lostWords } from '#lib/words-help.ts';
import { listWords } from '#lib/words-lists.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { FileButton } from '#ui/file-button.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageHead, PageTitle } from '#ui/page.tsx';
import { PrintedPart } from '#ui/printed-part.tsx';
import { usePreferences } from '#ui/use-preferences.ts';
import { AuditBar } from './audit-bar.tsx';
import { type AuditFilter, auditRequest, isFiltered, readAuditFilter } from './audit-search.ts';
import { AuditTable } from './audit-table.tsx';
import { auditCsv, auditQuery } from './queries.ts';
import { auditWords as text } from './words.ts';

function Paging({ filter, nextCursor }: { filter: AuditFilter; nextCursor: string | null }) {
  if (!nextCursor && filter.cursor === '') return null;
  return (
    <nav aria-label={text.more} className="flex gap-2 px-5 py-4 print:hidden!">
      {filter.cursor !== '' && (
        <Link href={pages.audit({ ...filter, cursor: '' })} className={buttonClass()}>
          {listWords.newest}
        </Link>
      )}
      {nextCursor && (
        <Link href={pages.audit({ ...filter, cursor: nextCursor })} className={buttonClass()}>
          {listWords.older}
        </Link>
      )}
    </nav>
  );
}

function Log() {
  const [, navigate] = useLocation();
  const filter = readAuditFilter(new URLSearchParams(useSearch()));
  const question = auditRequest(filter, serverNow());
  const { data, error, isFetching, refetch } = useQuery(auditQuery(question));
  const file = useTableFile('audit', usePreferences().zone, () => auditCsv(question));
  const again = (
    <Button pending={isFetching} onClick={() => refetch()}>
      {words.shell.tryAgain}
    </Button>
  );
  return (
    <>
      <PageHead title={text.title} actions={<FileButton file={file} hint={text.csvHint} />}>
        {text.about}
      </PageHead>
      <AuditBar filter={filter} onFilter={(change) => navigate(pages.audit({ ...filter, cursor: '', ...change }))} />
      <ListNotices text={text} isRead={data !== undefined} problem={error && explain(error).text} again={again} />
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
