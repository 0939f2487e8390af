/** A line of the log as pino makes it, read. */
export type LogLine = Readonly<Record<string, unknown>>;

/**
 * Our fields that the Elastic Common Schema has a name for: https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html.
 * A dot in a name and an object are one mapping to Elasticsearch.
 */
const names: Readonly<Record<string, string>> = {
  time: '@timestamp',
  level: 'log.level',
  msg: 'message',
  event: 'event.action',
  hostname: 'host.hostname',
  pid: 'process.pid',
  request: 'http.request.id',
  method: 'http.request.method',
  status: 'http.response.status_code',
  path: 'url.path',
  user: 'user.name',
  address: 'client.address',
};

const NANOSECONDS_PER_MS = 1e6;

function errorFields(error: LogLine): LogLine {
  const { type, message, stack, ...rest } = error;
  const more = Object.keys(rest).length > 0 ? { err: rest } : {};
  return { 'error.type': type, 'error.message': message, 'error.stack_trace': stack, ...more };
}

/**
 * The line in the Elastic Common Schema. A field that the schema does not have is put under `retry_desk`: several of ours
 * (`error`, `server`, `url`) are objects there, and Elasticsearch would refuse the line.
 */
export function asEcs(line: LogLine): LogLine {
  const ecs: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(line)) {
    const name = names[field];
    if (value === null) continue;
    if (name !== undefined) ecs[name] = value;
    else if (field === 'ms' && typeof value === 'number') ecs['event.duration'] = value * NANOSECONDS_PER_MS;
    else if (field === 'err' && typeof value === 'object') {
      const { err, ...error } = errorFields({ ...value });
      Object.assign(ecs, error);
      if (err !== undefined) own.err = err;
    } else own[field] = value;
  }
  const { '@timestamp': time, 'log.level': level, message, ...fields } = ecs;
  return {
    ...{ '@timestamp': time, 'log.level': level, message },
    ...{ 'ecs.version': '8.11.0', 'service.name': 'retry-desk', ...fields },
    ...(Object.keys(own).length > 0 ? { retry_desk: own } : {}),
  };
}
