import { useMutation } from '@tanstack/react-query';
import { explain } from '#api/explain.ts';
import { getTable } from '#api/request.ts';
import { api, type TaskSearch } from '#lib/paths.ts';
import { saveTable } from '#lib/save-file.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { usePreferences } from '#ui/use-preferences.ts';

/** What the filters show, all of it, as a file that spreadsheets open. */
export function CsvButton({ question }: { question: TaskSearch }) {
  const { zone } = usePreferences();
  const { cursor: _, ...all } = question;
  const csv = useMutation({ mutationFn: () => getTable(api.tasks(all)) });
  return (
    <>
      {csv.error && (
        <span role="alert" className="text-s text-failed">
          {explain(csv.error).text}
        </span>
      )}
      <Button
        title={words.tasks.csvHint}
        pending={csv.isPending}
        onClick={() => csv.mutate(undefined, { onSuccess: (bytes) => saveTable(bytes, 'retries', zone) })}
      >
        {words.tasks.csv}
      </Button>
    </>
  );
}
