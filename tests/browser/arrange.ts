/* What a test may ask for before its people come. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { facts } from './facts.ts';
import { ROOT } from './setup.ts';

const DIAL_NEXT = `
import sys, pymongo, datetime
uri, name, phone = sys.argv[1:]
db = pymongo.MongoClient(uri)[name]
fresh = {"state": "new", "next_at": datetime.datetime(2026, 1, 1), "priority": 1_000_000, "attempts_today": 0, "attempts_total": 0}
db.contacts.delete_many({"phone": phone})
assert db.leads.update_one({"phone": phone}, {"$set": fresh, "$inc": {"version": 1}}).matched_count == 1
`;

/* The number comes before all others, as if it had never been called. */
export function dialNext(phone: string) {
  const python = join(ROOT, 'build/venv/bin/python');
  execFileSync(python, ['-c', DIAL_NEXT, facts.mongodb_uri, facts.database, phone]);
}
