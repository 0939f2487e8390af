import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { noticesOf } from '#api/notices-of.ts';
import { useSession } from '#api/session-context.ts';
import { useTableFile } from '#api/use-table-file.ts';
import { pages } from '#lib/paths.ts';
import { serverNow } from '#lib/server-clock.ts';
import { lostWords } from '#lib/words-help.ts';
import { buttonClass } from '#ui/button.tsx';
import { FileButton } from '#ui/file-button.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { ListPaging } from '#ui/list-paging.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { PrintedPart } from '#ui/printed-part.tsx';
import { useAddress } from '#ui/use-address.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { AuditBar } from './audit-bar.tsx';
import { auditRequest, isAuditFiltered, readAuditFilter } from './audit-search.ts';
import { AuditTable } from './audit-table.tsx';
import { auditCsv, auditQuery } from './queries.ts';
import { auditWords as text } from './words.ts';

function Log() {
  const [search, go] = useAddress();
  const filter = readAuditFilter(search);
  const question = auditRequest(filter, serverNow());
  const list = useQuery(auditQuery(question));
  const { data } = list;
  const file = useTableFile('audit', usePreferences().zone, () => auditCsv(question));
  return (
    <>
      <PageHead title={text.title} actions={<FileButton file={file} />}>
        {text.about}
      </PageHead>
      <AuditBar filter={filter} onFilter={(change) => go(pages.audit({ ...filter, cursor: '', ...change }))} />
      <ListNotices text={text} {...noticesOf(list)} />
      {data && (
        <PrintedPart shown={data.entries.length} older={data.nextCursor !== null} newer={filter.cursor !== ''} />
      )}
      {data?.entries.length === 0 && <Empty title={isAuditFiltered(filter) ? text.emptyFilter : text.empty} />}
      {data && data.entries.length > 0 && <AuditTable entries={data.entries} />}
      {data && (
        <ListPaging
          label={text.more}
          link={Link}
          newest={filter.cursor === '' ? null : pages.audit({ ...filter, cursor: '' })}
          older={data.nextCursor && pages.audit({ ...filter, cursor: data.nextCursor })}
        />
      )}
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
