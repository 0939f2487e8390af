import { useMutation } from '@tanstack/react-query';
import { explain } from '#api/explain.ts';
import { words } from '#lib/words.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import type { BoardFilter } from '../board-search.ts';

type CsvProps = { filter: BoardFilter /** When today began in the zone that is shown. */; today: number };

/** The shown rows as a file; the code for it is fetched with the first press. */
export function RowsCsv({ filter, today }: CsvProps) {
  const { zone } = usePreferences();
  const csv = useMutation({
    mutationFn: async () => (await import('./save-rows.ts')).saveRows(filter, today, zone),
  });
  return (
    <>
      {csv.error && (
        <span role="alert" className="text-failed">
          {explain(csv.error).text}{' '}
        </span>
      )}
      <button
        type="button"
        title={words.shell.csvHint}
        aria-disabled={csv.isPending || undefined}
        className="ml-2 hidden h-6 rounded-control border border-line-strong px-1.5 hover:border-line-control hover:text-text sm:inline-block"
        onClick={() => csv.isPending || csv.mutate()}
      >
        {words.shell.csv}
      </button>
    </>
  );
}
