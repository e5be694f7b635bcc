/** How clients of Qarnot's name a thing: by its uuid or by the shortname that its owner gave it. */
import { z } from "zod";

const uuid = z.uuid();

/** Shape: "0190…-…" → {id} in lower case · "my-pool" → {shortname} */
export const referenceOf = (text: string): { id: string } | { shortname: string } =>
  uuid.safeParse(text).success ? { id: text.toLowerCase() } : { shortname: text };
