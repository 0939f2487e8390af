import { listWords } from '#lib/words-lists.ts';
import { Button } from './button.tsx';

type FileProps = { file: { save: () => void; isPending: boolean; problem: string | null }; hint: string };

/** Saves a list as the file that spreadsheets open, or says why not. */
export function FileButton({ file, hint }: FileProps) {
  return (
    <>
      {file.problem !== null && (
        <span role="alert" className="text-s text-failed">
          {file.problem}
        </span>
      )}
      <Button title={hint} pending={file.isPending} onClick={file.save}>
        {listWords.csv}
      </Button>
    </>
  );
}
