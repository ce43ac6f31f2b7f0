/* What is stored of a sale, read from the database by the flow tests' own driver. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { facts } from './facts.ts';
import { ROOT } from './setup.ts';

interface Stored {
  readonly sale: {
    readonly state: string;
    readonly customer: { readonly full_name: string; readonly document_number: string };
    readonly other_operator: object;
  };
  readonly readings: readonly {
    readonly review_state: string;
    readonly clauses: readonly { readonly asked: number }[];
  }[];
  readonly recordings: readonly {
    readonly levels: { readonly agent_dbfs: number; readonly customer_dbfs: number };
  }[];
  readonly documents: readonly { readonly state: string }[];
  readonly dispatch: { readonly state: string; readonly tracking: string };
}

const QUERY = `
import json, sys, pymongo
uri, name, number = sys.argv[1:]
db = pymongo.MongoClient(uri)[name]
sale = db.sales.find_one({"number": number})
readings = list(db.readings.find({"sale_id": sale["_id"], "state": "accepted"}).sort("started_at", 1))
found = {
    "sale": sale,
    "readings": readings,
    "recordings": [db.recordings.find_one({"_id": r["recording_id"]}) for r in readings],
    "documents": list(db.documents.find({"sale_id": sale["_id"], "state": {"$ne": "uploading"}})),
    "dispatch": db.dispatches.find_one({"_id": sale["_id"]}),
}
print(json.dumps(found, default=str))
`;

export async function factsOf(number: string): Promise<Stored> {
  const python = join(ROOT, 'build/venv/bin/python');
  const told = execFileSync(python, ['-c', QUERY, facts.mongodb_uri, facts.database, number], {
    encoding: 'utf8',
  });
  return JSON.parse(told) as Stored;
}
