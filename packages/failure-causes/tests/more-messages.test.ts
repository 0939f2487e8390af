import { expect, test } from 'vitest';
import { causeOf, knownNames } from '../src/index.ts';
import { messages, namesInMessages, variantsOf } from './messages.ts';
import { moreMessages } from './more-messages.ts';

test('of nearly a hundred more messages in three languages no two fall into one group, nor with those of the field', () => {
  const names = knownNames(namesInMessages);
  const all = [...messages, ...moreMessages.map((text, at) => ({ id: String(1000 + at), family: '', text }))];
  const groups = new Map<string, Set<string>>();
  for (const message of all)
    for (const reason of variantsOf(message)) {
      const { key } = causeOf(reason, names);
      groups.set(key, (groups.get(key) ?? new Set()).add(message.text));
    }
  expect([...groups.values()].filter((texts) => texts.size > 1).map((texts) => [...texts])).toEqual([]);
  expect(groups.size / all.length).toBeLessThanOrEqual(1.4);
});
