import { words } from '#lib/words.ts';
import { Button } from './button.tsx';

type FileProps = { file: { save: () => void; isPending: boolean; problem: string | null } };

/** Saves a list as the file that spreadsheets open, or shows why not. */
export function FileButton({ file }: FileProps) {
  return (
    <>
      {file.problem !== null && (
        <span role="alert" className="text-s text-failed">
          {file.problem}
        </span>
      )}
      <Button title={words.shell.csvHint} pending={file.isPending} onClick={file.save}>
        {words.shell.csv}
      </Button>
    </>
  );
}
