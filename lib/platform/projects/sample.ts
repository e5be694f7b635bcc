/** projects.sample: a copy of the sample scene, so that a new account can render at once. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Transform } from "node:stream";
import type { Project } from "#lib/contract/farm/projects.ts";
import { newId, type ProjectId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { accountOf } from "../policy.ts";
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
  const { size } = await stat(file);
  const source = createReadStream(file);
  source.on("error", (error) => hashing.destroy(error));
  await ctx.objects.put(bucket, name, source.pipe(hashing));
  const row = {
    id,
    accountId,
    name,
    bucket,
    blendFile: name,
    sizeBytes: size,
    sha256: hash.digest("hex"),
    state: "inspecting" as const,
    summary: null,
    problem: null,
    createdAt: new Date(now),
  };
  return ctx.db.transaction((tx) => createProject(ctx, tx, row));
}
