/** Jobs for tests that are about what comes after submitting: made over the API, as a script would. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Project } from "#lib/contract/farm/projects.ts";
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import type { Ceiling } from "#lib/domain/cap.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { renderSettings, type RenderSettingsInput } from "#lib/domain/render-settings.ts";
import type { Person } from "./people.ts";

/** Uploads a small file and waits until the farm has read it. */
export async function uploadByApi({ farm }: Person, file: string): Promise<Project> {
  const bytes = await readFile(file);
  const upload = await farm.uploads.begin({ body: { name: basename(file), sizeBytes: bytes.length } });
  for (const part of upload.parts) {
    const start = (part.number - 1) * upload.partSizeBytes;
    const chunk = bytes.subarray(start, start + part.sizeBytes);
    const headers = { "x-amz-checksum-sha256": createHash("sha256").update(chunk).digest("base64") };
    const answer = await fetch(part.url ?? "", { method: "PUT", body: chunk, headers });
    if (!answer.ok) throw new Error(`Storage answered ${answer.status}: ${await answer.text()}`);
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  let project = await farm.uploads.complete({ params: { uploadId: upload.id }, body: { sha256 } });
  while (project.state === "inspecting") {
    await sleep(50);
    project = await farm.projects.get({ params: { projectId: project.id } });
  }
  return project;
}

export async function submitByApi(
  person: Person,
  file: string,
  settings: Omit<RenderSettingsInput, "blendFile">,
  ceiling?: Ceiling,
): Promise<JobId> {
  const project = await uploadByApi(person, file);
  const body = taskFromSettings({
    name: project.name,
    bucket: project.bucket,
    settings: renderSettings.parse({ ...settings, blendFile: project.blendFile }),
    ceiling,
  });
  return (await person.farm.tasks.submit({ body })).uuid;
}
