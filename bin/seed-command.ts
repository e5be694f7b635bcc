/** `hearth seed`: fills a running farm with an artist and jobs in different states, over the API as any client would. */
import { parseArgs } from "node:util";
import { CONNECTION_OPTIONS, connect, inWords } from "#lib/cli/connect.ts";
import { awaitProject } from "#lib/cli/await-project.ts";
import { CliError } from "#lib/cli/cli-error.ts";
import { createFarm } from "#lib/client/index.ts";
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import { sceneOf } from "#lib/domain/blend-summary.ts";
import { type RenderSettings, settingsFromScene } from "#lib/domain/render-settings.ts";

const GRANT_CREDITS = 1000;

/** What to submit: small enough that a laptop shows every state within minutes. `stop`: stopped as soon as it is there. */
const JOBS: readonly { name: string; change: Partial<RenderSettings>; stop?: true }[] = [
  { name: "Turntable, draft", change: { frames: "1-8", percentage: 25, samples: 4 } },
  { name: "Hero frame", change: { frames: "12", samples: 64, percentage: 100 } },
  { name: "Stopped before it began", change: { frames: "1-24" }, stop: true },
  { name: "Waits for a denoiser", change: { frames: "1-4", denoise: "file" } },
];

/** Errors: CliError. */
export async function seedCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: CONNECTION_OPTIONS });
  const connection = connect(
    { ...values, token: values.token ?? process.env.HEARTH_ADMIN_TOKEN },
    process.env,
  );
  const { baseUrl } = connection;
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  return inWords(connection, async () => {
    const email = `artist-${Date.now().toString(36)}@hearth.local`;
    const created = await connection.farm.accounts.create({ body: { email, grantCredits: GRANT_CREDITS } });
    if (created.password === null) throw new CliError("The farm made no password for the artist.");
    const session = await createFarm({ baseUrl }).sessions.create({
      body: { email, password: created.password },
    });
    const artist = {
      farm: createFarm({ baseUrl, credential: session.token }),
      baseUrl,
      credential: session.token,
    };
    const sample = await artist.farm.projects.sample();
    const project = await awaitProject(artist, session.account.id, sample, stop.signal);
    const scene = project.summary === null ? undefined : sceneOf(project.summary, null);
    if (scene === undefined) throw new CliError("The sample has no scene.");
    for (const job of JOBS) {
      const settings: RenderSettings = {
        ...settingsFromScene(project.blendFile, scene),
        denoise: "off",
        ...job.change,
      };
      const body = taskFromSettings({ name: job.name, bucket: project.bucket, settings });
      const { uuid } = await artist.farm.tasks.submit({ body });
      if (job.stop) await artist.farm.tasks.abort({ params: { jobId: uuid } });
      process.stdout.write(`${uuid}  ${job.name}\n`);
    }
    process.stdout.write(`\nSign in as ${email} with ${created.password}\n`);
    return 0;
  });
}
