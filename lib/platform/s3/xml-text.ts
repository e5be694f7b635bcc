/** S3's XML as clients are answered it. */
import { XMLBuilder } from "fast-xml-parser";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@" });

/** What XML 1.0 can't hold, not even escaped. Clients that use such keys ask with encoding-type=url. */
const clean = (text: string): string => text.replace(/[^\P{Cc}\t\n\r]/gu, "\uFFFD");

type Node =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly Node[]
  | { readonly [name: string]: Node };

function plain(node: Node): unknown {
  if (node instanceof Date) return node.toISOString();
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node === "object")
    return Object.fromEntries(
      Object.entries(node as Record<string, Node>).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, plain(value)]],
      ),
    );
  return typeof node === "string" ? clean(node) : String(node);
}

/** Shape: ("ListBucketResult", {Name: "b", Contents: [{Key: "k"}]}) → a document. Undefined fields are left out. */
export function xmlOf(
  root: string,
  content: { readonly [name: string]: Node },
  { hasNamespace = true } = {},
): string {
  const body = {
    [root]: { ...(hasNamespace ? { "@xmlns": NAMESPACE } : {}), ...(plain(content) as object) },
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(body)}`;
}
