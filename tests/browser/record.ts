/* What is stored of a sale, read from the database by the flow tests' own driver. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { facts } from './facts.ts';
import { ROOT } from './setup.ts';

/* Documents as they lie there: ids as hex, times as milliseconds of this machine's clock (the service's is moved). */
export interface Stored {
  readonly sale: any;
  readonly call: any;
  readonly list: any;
  readonly attempts: any[];
  readonly readings: any[];
  readonly recordings: any[];
  readonly tasks: any[];
  readonly documents: any[];
  readonly activation: any;
  readonly dispatch: any;
  readonly states: any[]; /* of the agent, in their order */
}

const QUERY = `
import json, sys, pymongo
from bson.codec_options import CodecOptions
from datetime import datetime, timezone
uri, name, number, list_name = sys.argv[1:]
db = pymongo.MongoClient(uri)[name].with_options(CodecOptions(tz_aware=True))
offset_ms = (db.settings.find_one({"_id": "service_clock"}) or {}).get("value", 0)
def plain(value):
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000) - offset_ms
    return value.hex() if isinstance(value, bytes) else str(value)
sale = db.sales.find_one({"number": number})
of = lambda name, by: list(db[name].find({"sale_id": sale["_id"]}).sort(by, 1))
readings = of("readings", "started_at")
agent = {"agent_id": sale["agent_id"]}
found = {
    "sale": sale,
    "call": db.calls.find_one({"_id": sale["call_id"]}),
    "list": next(one for one in db.lead_lists.find().sort("_id", -1) if list_name in ("", one["name"])),
    "attempts": of("identity_attempts", "_id"),
    "readings": readings,
    "recordings": [db.recordings.find_one({"_id": r["recording_id"]}) for r in readings],
    "tasks": of("tasks", "asked_at"),
    "documents": of("documents", "uploaded_at"),
    "activation": db.activations.find_one({"_id": sale["_id"]}),
    "dispatch": db.dispatches.find_one({"_id": sale["_id"]}),
    "states": list(db.agent_state_changes.find(agent).sort("from", 1)),
}
print(json.dumps(found, default=plain))
`;

export function factsOf(number: string, list = ''): Stored {
  const python = join(ROOT, 'build/venv/bin/python');
  const asked = ['-c', QUERY, facts.mongodb_uri, facts.database, number, list];
  return JSON.parse(execFileSync(python, asked, { encoding: 'utf8' })) as Stored;
}
