import type { ReactNode } from 'react';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { RowTh, Td, WideTable } from '#ui/cells.tsx';
import { Th } from '#ui/table.tsx';
import { Fault, Paragraph } from './section.tsx';
import { settingsWords as words } from './words.ts';

type ListProps<T> = {
  label: string;
  /** Heads of the columns, but for that of the buttons; the first names the row. */
  columns: readonly string[];
  /** Absent until it has been read. */
  entries: readonly T[] | undefined;
  problem: string | null;
  /** The text where there is no entry. */
  none?: string;
  row: (entry: T) => ReactNode;
};

/** A list of Settings: being read, could not be read, empty, or its table. */
export function List<T>({ label, columns, entries, problem, none, row }: ListProps<T>) {
  return (
    <>
      {problem !== null && <Fault>{problem}</Fault>}
      {!entries && problem === null && <Paragraph muted>{words.reading}</Paragraph>}
      {entries?.length === 0 && none && <Paragraph>{none}</Paragraph>}
      {entries && (entries.length > 0 || !none) && (
        <WideTable label={label} className="-mx-5">
          <thead>
            <tr>
              {columns.map((column) => (
                <Th key={column}>{column}</Th>
              ))}
              <td className="border-b border-line" />
            </tr>
          </thead>
          <tbody>{entries.map(row)}</tbody>
        </WideTable>
      )}
    </>
  );
}

/** `off` is the reason why it may not be pressed. */
type Press = { text: string; label: string; off?: string | null; onPress: () => void };

type RowProps = {
  name: string;
  cells: readonly ReactNode[];
  /** Its button for removal. */
  press: Press;
  /** A button before that one. */
  also?: Press;
};

/** One entry: its name, what is known of it, and the button that takes it away. */
export function Row({ name, cells, press, also }: RowProps) {
  return (
    <tr>
      <RowTh strong>
        <bdi>{name}</bdi>
      </RowTh>
      {cells.map((cell, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in the order of their columns for ever
        <Td key={place}>{cell}</Td>
      ))}
      <Td className="text-right">
        <span className="inline-flex gap-2">
          {also && <RowButton {...also} />}
          <RowButton {...press} />
        </span>
      </Td>
    </tr>
  );
}

function RowButton({ text, label, off, onPress }: Press) {
  const lock = useJournalLock();
  return (
    <Button size="small" disabledReason={off ?? lock} aria-label={label} onClick={onPress}>
      {text}
    </Button>
  );
}
