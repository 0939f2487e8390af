import { useMutation } from '@tanstack/react-query';
import { explain } from '#api/explain.ts';
import { getText } from '#api/request.ts';
import { api, type TaskSearch } from '#lib/paths.ts';
import { saveFile } from '#lib/save-file.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';

/** What the filters show, as CSV: the same question, answered for a spreadsheet. */
export function CsvButton({ question }: { question: TaskSearch }) {
  const { cursor: _, ...all } = question;
  const csv = useMutation({ mutationFn: () => getText(api.tasks(all), 'text/csv') });
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
        onClick={() =>
          csv.mutate(undefined, { onSuccess: (text) => saveFile(text, 'retries.csv', 'text/csv;charset=utf-8') })
        }
      >
        {words.tasks.csv}
      </Button>
    </>
  );
}
