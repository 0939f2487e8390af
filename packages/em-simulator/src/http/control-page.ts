import { SCENARIO_NAMES } from '#scenarios/scenarios.ts';
import { ODDITY_NAMES } from './oddities.ts';

/** The page at /__simulator/ on which somebody showing the product plays scenes and faults by hand. */
export const CONTROL_PAGE = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Simulated Enterprise Manager</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
fieldset { border: 1px solid #8886; border-radius: .5rem; margin: 0 0 1rem; display: flex; flex-wrap: wrap; gap: .5rem }
button { font: inherit; padding: .2rem .7rem }
td { padding: .1rem .8rem .1rem 0; vertical-align: top }
output { display: block; min-height: 1.5em }
</style></head><body>
<h1>Simulated Enterprise Manager</h1>
<fieldset><legend>Scenario</legend>${buttons(SCENARIO_NAMES, (name) => ['scenario', { name }])}</fieldset>
<fieldset><legend>Now</legend>
${button('collect', ['collect', {}])}
${button('restart', ['restart', {}])}
${button('all logon sessions gone', ['expire-sessions', {}])}
${button('another certificate', ['renew-certificate', {}])}
${button('silent for 30 s', ['silent', { seconds: 30 }])}
</fieldset>
<fieldset><legend>The next call of the API</legend>
${button('connection cut', fault({ kind: 'cut-before' }))}
${button('done, answer lost', fault({ kind: 'lose-answer' }))}
${button('503', fault({ kind: 'status', status: 503 }))}
${button('in drops', fault({ kind: 'drip', bytesPerSecond: 50 }))}
${buttons(ODDITY_NAMES, (name) => fault({ kind: 'oddity', name }))}
</fieldset>
<fieldset><legend>Job</legend>
<select aria-label="Job"></select>
<button data-outcome="success">succeeds when retried</button>
<button data-outcome="warning">warns</button>
<button data-outcome="failed">fails again</button>
<button data-outcome="refuse-error">is refused by an error</button>
<button data-outcome="refuse-result">is refused by its task</button>
<button data-outcome="refuse-at-once">is refused by a task that has ended already</button>
<button data-outcome="refuse-silent">is refused by its task without a word</button>
<button data-outcome="needs-credentials">asks for credentials</button>
<button data-outcome="needs-confirmation">asks for a confirmation</button>
<button data-fail>fail it now</button>
</fieldset>
<output></output>
<h2>Carried out</h2><table></table>
<script>
const received = document.querySelector('output');
async function call(path, body) {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
  received.textContent = path + ': ' + (answer.ok ? 'done' : (await answer.json()).error);
}
for (const each of document.querySelectorAll('[data-call]')) {
  each.onclick = () => call(...JSON.parse(each.dataset.call));
}
const jobs = document.querySelector('select');
for (const each of document.querySelectorAll('[data-outcome]')) {
  each.onclick = () => call('outcome', { job: jobs.value, outcome: each.dataset.outcome });
}
document.querySelector('[data-fail]').onclick = () => call('fail', { job: jobs.value });
fetch('jobs').then((answer) => answer.json()).then((list) => {
  jobs.replaceChildren(...list.map(({ id, name }) => new Option(name, id)));
});
setInterval(async () => {
  const done = await (await fetch('executions')).json();
  const rows = done.slice(-20).reverse().map(({ at, operation, jobName }) => {
    const row = document.createElement('tr');
    for (const text of [new Date(at).toLocaleTimeString(), operation, jobName]) row.insertCell().textContent = text;
    return row;
  });
  document.querySelector('table').replaceChildren(...rows);
}, 2000);
</script></body></html>`;

type ControlCall = [path: string, body: Record<string, unknown>];

function fault(wish: Record<string, unknown>): ControlCall {
  return ['faults', { path: '/api/', do: wish }];
}

function buttons(names: readonly string[], callOf: (name: string) => ControlCall): string {
  return names.map((name) => button(name, callOf(name))).join('\n');
}

function button(label: string, call: ControlCall): string {
  return `<button data-call='${JSON.stringify(call)}'>${label}</button>`;
}
