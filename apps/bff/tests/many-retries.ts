/** So many retries that are over, with three steps each, as the statements that write them. */
export function manyRetries(kind: 'sqlite' | 'postgres', count: number): string[] {
  const id =
    kind === 'sqlite'
      ? "printf('01900000-0000-7000-8000-%012d', i)"
      : "'01900000-0000-7000-8000-' || lpad(i::text, 12, '0')";
  const run = JSON.stringify({
    id: '3f0b1c52-9a77-4d3c-8d7e-52a1f0c7a001',
    progress: 100,
    result: 'failed',
    startedAt: '2025-10-09T08:54:00.000Z',
    endedAt: '2025-10-09T08:56:00.000Z',
    machinesTotal: 1,
    machinesDone: 1,
    reasons: [{ machine: 'host.tech.local', text: 'Processing host Error: the network path was not found' }],
  });
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
  return [
    `${numbers} insert into retries
      (id, job_id, job_name, state, phase, requested_by, requested_at, attempt, run_id, run, ended_at)
      select ${id}, '78c3919c-54d7-43fe-b047-485d3566f11f', 'Servers of site ' || i, 'failed', 'answered', 'TECH\\anna',
        1760000000000 + i, 1, '3f0b1c52-9a77-4d3c-8d7e-52a1f0c7a001', '${run}', 1760000100000 + i from n`,
    `${numbers} insert into retry_steps (retry_id, seq, state, at, evidence, hash)
      select ${id}, seq, state, 1760000000000 + i, 'the run was found in the list of Enterprise Manager', ''
      from n cross join (select 0 as seq, 'requested' as state union all select 1, 'accepted' union all select 2, 'failed') s`,
  ];
}
