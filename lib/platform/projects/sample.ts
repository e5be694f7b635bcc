/** projects.sample: a copy of the sample scene, so that a new account can render at once. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { Transform } from "node:stream";
import type { Project } from "#lib/contract/farm/projects.ts";
import { newId, type ProjectId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { writeNote } from "../objects/notes.ts";
import { accountOf } from "../policy.ts";
import { fixSource } from "../sources/fix.ts";
import { bucketOf } from "./bucket.ts";
import { createProject } from "./create.ts";

export async function sampleProject(ctx: Ctx): Promise<Project> {
  const { accountId } = accountOf(ctx.actor);
  const file = ctx.settings.sampleScene();
  if (file === null) {
    throw new PlatformError(
      "unavailable",
      "The sample scene is still being made. Try again in a minute, or upload a .blend of your own.",
    );
  }
  const now = ctx.clock.now();
  const id = newId<ProjectId>(now);
  const [bucket, name] = [bucketOf(id), basename(file)];
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const stream = createReadStream(file);
  stream.on("error", (error) => hashing.destroy(error));
  const { etag } = await ctx.objects.put(bucket, name, stream.pipe(hashing));
  const sha256 = hash.digest("hex");
  await writeNote(ctx.db, bucket, { key: name, etag, sha256 });
  const where = "the sample scene";
  const source = await fixSource(ctx, { accountId, parts: [{ folder: bucket }], mainFile: name, where });
  const row = { id, accountId, name, bucket, blendFile: name, sha256, createdAt: new Date(now) };
  return ctx.db.transaction((tx) => createProject(tx, row, source));
}
