/** How one member of an element goes bad. */
export type Badness = { what: string; change: (element: string) => string };

function missing(member: string): Badness {
  return {
    what: `no ${member}`,
    change: (element) => element.replace(new RegExp(`<${member}>[^<]*</${member}>|<${member}\\s*/>`), ''),
  };
}

function instead(member: string, text: string): Badness {
  return {
    what: `${member} ${JSON.stringify(text)}`,
    change: (element) => element.replace(new RegExp(`<${member}>[^<]*</${member}>`), `<${member}>${text}</${member}>`),
  };
}

function attributes(names: readonly string[], text: string | null): Badness {
  return {
    what: `${names.join(' and ')} ${text === null ? 'missing' : JSON.stringify(text)}`,
    change: (element) =>
      names.reduce(
        (all, name) => all.replace(new RegExp(` ${name}="[^"]*"`), text === null ? '' : ` ${name}="${text}"`),
        element,
      ),
  };
}

/** Without its links nothing else shows the job of an element. */
function unlinked({ what, change }: Badness): Badness {
  return {
    what: `${what}, and no links`,
    change: (element) => change(element).replace(/<Links>[\s\S]*?<\/Links>/, '<Links />'),
  };
}

const dates = ['', 'soon', '0001-01-01T00:00:00Z', '1900-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];

const ofIds = [
  attributes(['UID'], null),
  attributes(['UID'], 'urn:veeam:nonsense'),
  attributes(['UID', 'Href'], null),
  attributes(['UID', 'Href'], 'nonsense'),
  attributes(['Name'], null),
];

/** Changes that turn the whole answer into something else than XML. */
export const UNPARSABLE: readonly Badness[] = [
  { what: 'a control character', change: (element) => element.replace(' Name="', ' Name="\x01') },
  { what: 'a tag that closes nothing', change: (element) => element.replace('<Links', '</Nothing><Links') },
];

/** Every member of a run that the board reads, gone bad in every way. */
export const BAD_RUNS: readonly Badness[] = [
  ...ofIds,
  ...['JobUid', 'JobType', 'CreationTimeUTC'].flatMap((member) => [missing(member), unlinked(missing(member))]),
  ...['JobUid', 'JobType'].flatMap((member) => [instead(member, '?!'), unlinked(instead(member, '?!'))]),
  unlinked({
    what: 'no JobUid, no JobName',
    change: (all) => missing('JobName').change(missing('JobUid').change(all)),
  }),
  ...dates.flatMap((date) => [instead('CreationTimeUTC', date), instead('EndTimeUTC', date)]),
  ...['JobName', 'EndTimeUTC', 'State', 'Result', 'Progress', 'FailureMessage', 'IsRetry'].map(missing),
  ...['State', 'Result', 'Progress', 'IsRetry'].map((member) => instead(member, '?!')),
];

/** Every member of a job that the board reads, gone bad in every way. */
export const BAD_JOBS: readonly Badness[] = [
  ...ofIds,
  ...UNPARSABLE,
  ...ofIds.map(unlinked),
  ...['Platform', 'ScheduleEnabled', 'ScheduleConfigured', 'NextRun'].flatMap((name) => [
    missing(name),
    instead(name, '?!'),
  ]),
  ...dates.map((date) => instead('NextRun', date)),
];

/** Changes the one element of this kind that has this id, in any answer. */
export function spoil(kind: string, id: string, { change }: Badness): (text: string) => string {
  const element = new RegExp(`<${kind} (?:(?!</${kind}>)[\\s\\S])*?</${kind}>`, 'g');
  const own = new RegExp(`^<${kind} [^>]*UID="[^"]*${id}"`, 'i');
  return (text) => text.replace(element, (found) => (own.test(found) ? change(found) : found));
}
