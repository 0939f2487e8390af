import { expect, test } from '../src/test.ts';

test('a job is shown as Enterprise Manager returns it, and its error when it does not', async ({ signIn, stage }) => {
  const anna = await signIn('anna');
  const [job] = stage.em.world.jobs();
  await anna.goto(`/jobs/${job?.id}`);
  await anna.getByRole('button', { name: 'JSON' }).click();
  const json = anna.getByRole('region', { name: 'As Enterprise Manager returns it: JSON' });
  await expect(json).toContainText(`"Href": "/em/agents/jobs/${job?.id}`);
  await anna.getByRole('button', { name: 'XML' }).click();
  const xml = anna.getByRole('region', { name: 'As Enterprise Manager returns it: XML' });
  await expect(xml).toContainText(`Href="/em/agents/jobs/${job?.id}`);

  await anna.getByRole('button', { name: 'XML' }).click();
  const error = '<Error Message="Cannot find job [Oracle]" StatusCode="404"/>';
  const path = new RegExp(`/agents/jobs/${job?.id}\\?format=Entity`);
  stage.em.faults.add({ path, do: { kind: 'status', status: 404, body: error, contentType: 'application/xml' } });
  await anna.getByRole('button', { name: 'JSON' }).click();
  const notice = anna.getByRole('alert').filter({ hasText: 'Cannot find job [Oracle]' });
  await expect(notice).toContainText(
    'Enterprise Manager refused the request. Enterprise Manager does not have it (any more).',
  );
});

test('the built server translates a large answer in a thread of its own, which is a file of the build', async ({
  signIn,
  stage,
}) => {
  const anna = await signIn('anna');
  const item = '<Job Href="https://em.inner:9398/api/jobs/1" Name="Files &amp; &#252;"><State>Stopped</State></Job>';
  const body = `<Jobs>${item.repeat(3_000)}</Jobs>`;
  stage.em.faults.add({
    path: /large=1/,
    do: { kind: 'status', status: 200, body, contentType: 'application/xml' },
  });
  const answer = await anna.request.get('/em/jobs?large=1');
  const { Jobs } = (await answer.json()) as { Jobs: { Job: unknown[] } }; // what `body` holds
  expect([answer.status(), Jobs.Job.length]).toEqual([200, 3_000]);
});
