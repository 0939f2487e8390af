import { UnreadableXml } from '../xml/parse.ts';

/** A sound document of Enterprise Manager with one element in it that cannot be what it says it is. */
export class UnreadableRecord extends UnreadableXml {}
