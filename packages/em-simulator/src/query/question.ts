import type { Parameters } from '#http/exchange.ts';
import { type Filter, parseFilter, requiredTerms } from './filter.ts';
import type { Term } from './tokens.ts';

/** The conditions of a query, without the page. */
export type Question = {
  filter: Filter | undefined;
  /** A condition that every match satisfies: a hint where to look. */
  required: Term[];
  sort: { name: string; descending: boolean } | undefined;
};

/** Reads filter and sorting. Refuses a crooked filter with 400. */
export function questionOf(parameters: Parameters): Question {
  const text = parameters.get('filter') ?? '';
  const filter = text.trim() === '' ? undefined : parseFilter(text);
  return { filter, required: requiredTerms(filter), sort: sortOf(parameters) };
}

function sortOf(parameters: Parameters): Question['sort'] {
  const ascending = parameters.get('sortAsc');
  const name = ascending ?? parameters.get('sortDesc');
  return name === undefined || name === '' ? undefined : { name, descending: ascending === undefined };
}

/** The value of the term by which the field must be equal to it. */
export function equalTo(required: Term[], name: string): string | undefined {
  return required.find((term) => term.name === name && term.operator === '==')?.value;
}
