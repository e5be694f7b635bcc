/** `hearth render FILE` or FOLDER: upload, submit, follow, download. The job lives on the farm, whatever happens to this command. */
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { sceneOf } from "#lib/domain/blend-summary.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { type RenderSettings, settingsFromScene } from "#lib/domain/render-settings.ts";
import { awaitProject } from "./await-project.ts";
import { checkFile } from "./check-file.ts";
import { CliError } from "./cli-error.ts";
import { collectFrames } from "./collect-frames.ts";
import { connect, type Connection, inWords } from "./connect.ts";
import { createProgress, formatBytes, formatSeconds, type ProgressLine } from "./progress.ts";
import { parseRenderOptions, type RenderOptions } from "./render-options.ts";
import { isFolder, type ProjectFolder, readFolder } from "./read-folder.ts";
import { tellQuote } from "./tell-quote.ts";
import { INTERRUPTED, type Terminal } from "./terminal.ts";
import { uploadFolder } from "./upload-folder.ts";
import { uploadFile } from "./upload.ts";
import { warnOfMismatch } from "./warn-of-mismatch.ts";

/** Answers the exit code. Errors: CliError. */
export async function renderCommand(args: string[], terminal: Terminal): Promise<number> {
  const options = parseRenderOptions(args);
  const source = await lookAtSource(options);
  const connection = connect(options, terminal.env);
  const progress = createProgress(terminal.out);
  const { signal } = terminal;
  let jobId: JobId | null = null;
  return inWords(connection, async () => {
    try {
      const project = await sendSource(connection, options, { source, progress, signal });
      const submits = options.startWithin === null ? submit : startByItself;
      jobId = await submits(connection, project, options, progress, signal);
      progress.line(`Job ${jobId} is submitted.`);
      return await collectFrames({
        connection,
        jobId,
        folder: options.out,
        keepSame: false,
        progress,
        signal,
      });
    } catch (error) {
      progress.end();
      if (!signal.aborted) throw error;
      terminal.err.write(`\n${goodbye(jobId, options)}\n`);
      return INTERRUPTED;
    }
  });
}

/** What is sent: a file, or a folder with what its .blend needs. */
export type Source = { sizeBytes: number } | ProjectFolder;

/** Errors: CliError saying what is wrong with it, before a byte is sent. */
export async function lookAtSource({ file, blend }: RenderOptions): Promise<Source> {
  if (await isFolder(file)) return readFolder(file, blend);
  if (blend !== undefined) throw new CliError(`--file chooses a .blend of a folder, and ${file} is none.`);
  return checkFile(file);
}

/** Uploads it and waits until the farm has read it. */
export async function sendSource(
  connection: Connection,
  options: RenderOptions,
  { source, progress, signal }: { source: Source; progress: ProgressLine; signal: AbortSignal },
): Promise<Project> {
  const account = connection.farm.accounts.me({ signal });
  // Beside the upload: it must not wait for this answer, nor fall over when this one fails first.
  account.catch(() => {});
  const uploaded = await ("files" in source
    ? uploadFolder(connection.farm, source, progress, signal)
    : upload(connection, options, source.sizeBytes, progress, signal));
  return awaitProject(connection, (await account).id, uploaded, signal);
}

async function upload(
  connection: Connection,
  options: RenderOptions,
  sizeBytes: number,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<Project> {
  const began = Date.now();
  const name = options.file.split("/").at(-1) ?? options.file;
  const size = formatBytes(sizeBytes);
  const show = (done: number) => {
    const speed = done / Math.max(0.001, (Date.now() - began) / 1000);
    progress.status(done / sizeBytes, `uploading ${name}, ${size}, ${formatBytes(speed)}/s`);
  };
  const { farm } = connection;
  const project = await uploadFile({ farm, path: options.file, name, sizeBytes, signal, onProgress: show });
  progress.end();
  progress.line(`${name} is uploaded: ${size} in ${formatSeconds((Date.now() - began) / 1000)}.`);
  return project;
}

/** The options over what the file holds. Errors: CliError for a scene or camera that there is not. */
export async function finalSettings(
  farm: Connection["farm"],
  project: Project,
  options: RenderOptions,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<RenderSettings> {
  const { settings } = options;
  const scene = project.summary === null ? undefined : sceneOf(project.summary, settings.scene);
  if (scene === undefined) {
    const names = project.summary?.scenes.map((s) => `"${s.name}"`).join(", ") ?? "";
    throw new CliError(`${project.name} has no scene "${settings.scene}". It has ${names || "none"}.`);
  }
  if (settings.camera !== null && !scene.cameras.includes(settings.camera)) {
    const names = scene.cameras.map((name) => `"${name}"`).join(", ");
    throw new CliError(
      `Scene "${scene.name}" has no camera "${settings.camera}". It has ${names || "none"}.`,
    );
  }
  const frames = options.frames ?? settingsFromScene(project.blendFile, scene).frames;
  const final = { ...settings, blendFile: project.blendFile, frames };
  await warnOfMismatch(farm, final, scene, project, progress, signal);
  return final;
}

/** The farm decides when the price is known: the job's id, or the reason. */
async function startByItself(
  connection: Connection,
  project: Project,
  options: RenderOptions,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<JobId> {
  const settings = await finalSettings(connection.farm, project, options, progress, signal);
  const { credits: cap, atCap } = options.ceiling;
  const start = {
    name: options.name,
    within: options.startWithin ?? 0,
    cap,
    atCap,
    // As without a price: `hearth render` renders what the file holds, and says what is missing.
    acceptsMissing: true,
  };
  const { start: decided } = await tellQuote(
    connection,
    { projectId: project.id, settings, start },
    { progress, signal },
  );
  const { jobId = null, text = "" } = decided?.outcome ?? {};
  if (jobId === null) throw new CliError(text);
  return jobId;
}

async function submit(
  { farm }: Connection,
  project: Project,
  options: RenderOptions,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<JobId> {
  const final = await finalSettings(farm, project, options, progress, signal);
  const body = taskFromSettings({
    name: options.name,
    bucket: project.bucket,
    settings: final,
    ceiling: options.ceiling,
  });
  return (await farm.tasks.submit({ body, signal })).uuid;
}

function goodbye(jobId: JobId | null, options: RenderOptions): string {
  if (jobId === null) return "Interrupted. What was uploaded is kept: the same command goes on from there.";
  return [
    "Interrupted; the job goes on at the farm.",
    `  Go on here:  hearth watch ${jobId} --out ${options.out}`,
    `  Stop it:     hearth stop ${jobId}`,
  ].join("\n");
}
