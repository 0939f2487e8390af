import { useMutation } from '@tanstack/react-query';
import { saveTable } from '#lib/save-file.ts';
import type { Zone } from '#lib/time.ts';
import { explain } from './explain.ts';

/** Saves a table of the server as a file, with the outcome. */
export function useTableFile(name: string, zone: Zone, fetchTable: () => Promise<Blob>) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => saveTable(await fetchTable(), name, zone),
  });
  return { save: () => mutate(), isPending, problem: error ? explain(error).text : null };
}
