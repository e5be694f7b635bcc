/** What `hearth --help` and `hearth help COMMAND` say. Every option of every command is explained here, with examples. */
import { CliError } from "./cli-error.ts";

const OVERVIEW = `hearth: a render farm for Blender

Usage: hearth COMMAND [options]

  For people with a .blend
    render FILE   Upload a .blend or a project's folder, render frames, download
                  each as it finishes
    quote FILE    Say what a job would cost, from a few small frames for free
    watch JOB     Follow a job that is on the farm and download its frames
    stop JOB      Stop a job: running frames end at once and are not charged
    cap JOB N     Set or raise the most that a job may cost; it goes on

  For people with a farm
    serve         Start portal, platform and a render node (what \`npm start\` does)
    agent         Start a render node alone, for a farm elsewhere
    migrate       Bring the database to this version's tables
    seed          Fill a running farm with an artist and jobs to look at

  help COMMAND    Explain a command and its options
  --version       Say which version this is

Example:
  hearth render scene.blend --frames 1-24 --samples 64 --out ./frames`;

const CONNECTION = `  --farm URL           The farm's API. Default: HEARTH_FARM, else http://localhost:3001
  --token TOKEN        Your API token, made in the portal under Account.
                       Default: HEARTH_TOKEN`;

const COMMANDS: Record<string, string> = {
  render: `hearth render FILE.blend: upload, render, download

Usage: hearth render FILE.blend [options]
       hearth render FOLDER [--file FILE.blend] [options]

  --file FILE          Which .blend of the folder to render, where there are
                       several. Default: the only one

  --frames RANGE       Which frames: 1-24, "1-10, 15, 20-30x2", -5--1.
                       Default: the scene's own range
  --out FOLDER         Where the pictures go, under Blender's names (0001.png).
                       Default: ./frames
  --engine NAME        cycles, eevee or workbench. Default: as in the file
  --samples N          Samples a pixel. Default: as in the file
  --resolution WxH     Size in pixels, like 1920x1080. Default: as in the file
  --percentage N       Percent of that size, 1 to 400. Default: as in the file
  --format NAME        png, jpeg, webp, tiff, exr or multilayer.
                       Default: as in the file
  --scene NAME         Scene to render. Default: the file's active one
  --camera NAME        Camera to render through. Default: the scene's own
  --no-denoise         Render without denoising where the file asks for it,
                       for farms whose Blender has no denoiser
  --run-scripts        Run the file's own Python (drivers, texts that register
                       themselves), inside the sandbox. Default: it does not run
  --cap CREDITS        The most that the job may cost, in whole credits. It never
                       goes beyond. Default: no cap
  --at-cap WHAT        pause: the rest waits until the cap is raised. stop: the
                       rest is canceled. Default: pause
  --start-within N     Ask for the price first, and start only if all of its
                       range is within N credits, which is then the cap, too
  --name NAME          The job's name in the portal. Default: the file's name, or the
                       folder's
${CONNECTION}

Of a folder everything goes along that the .blend may need: textures, libraries,
caches. What the farm has of it already is not sent again.

The job lives on the farm: Ctrl-C leaves it rendering and says how to go on.
The exit code is 0 when every frame was rendered and downloaded, else 1.

Examples:
  hearth render scene.blend --frames 1-24 --samples 64 --out ./frames
  hearth render ./shot-010 --file scenes/layout.blend
  hearth render shot.blend --resolution 1920x1080 --percentage 25 --format exr
  HEARTH_TOKEN=… hearth render shot.blend --farm https://api.farm.example.org`,

  quote: `hearth quote FILE.blend: what a job would cost

Usage: hearth quote FILE.blend [options]
       hearth quote FOLDER [--file FILE.blend] [options]

Takes the options of \`hearth render\`: frames, size, samples and so on. A few
small frames with few samples are rendered at once, free of charge; the price
is told as a range, with the time on the cores that are free now. The file stays
among your projects.
${CONNECTION}

Examples:
  hearth quote scene.blend --frames 1-250
  hearth render scene.blend --frames 1-250 --start-within 400`,

  watch: `hearth watch JOB: follow a job and download its frames

Usage: hearth watch JOB [options]

  --out FOLDER         Where the pictures go. Default: ./frames
${CONNECTION}

Frames that are already in the folder, with the size they have on the farm, are
not downloaded again. Exit code as of \`hearth render\`.

Example:
  hearth watch 0199c0de-0000-7000-8000-000000000000 --out ./frames`,

  stop: `hearth stop JOB: stop a job

Usage: hearth stop JOB [options]

${CONNECTION}

Running frames end at once and are not charged; finished ones stay.

Example:
  hearth stop 0199c0de-0000-7000-8000-000000000000`,

  cap: `hearth cap JOB CREDITS: what a job may cost

Usage: hearth cap JOB CREDITS [options]

  CREDITS              Whole credits, or none: no cap
  --at-cap WHAT        pause or stop: what happens to the rest at the cap.
                       Default: as it was
${CONNECTION}

A job that waits at its cap goes on when the new one bears another frame.

Example:
  hearth cap 0199c0de-0000-7000-8000-000000000000 400`,

  serve: `hearth serve: start the farm

Usage: hearth serve [options]

  --services LIST      Which of platform, portal, agent. Default: all three
  --dev                Serve the portal from its sources, without a build

Everything else comes from the environment; the README has the table:
  PORT 3000, API_PORT 3001, STORAGE_PORT 3002, HEARTH_DATA_DIR ./data,
  DATABASE_URL, STORAGE_URL, FARM_URL, HEARTH_HOST, HEARTH_ADMIN_EMAIL …

\`npm start\` is this command after installing and building what it needs.

Examples:
  hearth serve
  HEARTH_HOST=farm.example.org hearth serve
  DATABASE_URL=postgres://… hearth serve --services=platform,portal`,

  agent: `hearth agent: a render node for a farm elsewhere

Usage: hearth agent [options]

  --farm URL           The farm's API. Default: FARM_URL
  --name NAME          What the node is called. Default: HEARTH_NODE_NAME, else
                       the machine's name

  HEARTH_NODE_TOKEN must hold the farm's token for nodes; sources and scratch
  are kept in HEARTH_DATA_DIR (./data). Blender and bubblewrap are needed.

Example:
  HEARTH_NODE_TOKEN=… hearth agent --farm http://farm.example.org:3001`,

  migrate: `hearth migrate: bring the database to this version's tables

Usage: hearth migrate

\`hearth serve\` does this by itself when it starts. Useful before starting many
platforms on one PostgreSQL: DATABASE_URL=postgres://… hearth migrate`,

  seed: `hearth seed: something to look at

Usage: hearth seed [options]

  --farm URL           The farm's API. Default: HEARTH_FARM, else http://localhost:3001
  --token TOKEN        An administrator's token. Default: HEARTH_ADMIN_TOKEN

Creates the account of an artist and submits jobs of the sample scene that end
in different states. Prints the artist's e-mail and password.

Example:
  HEARTH_ADMIN_TOKEN=… hearth seed`,
};

/** Errors: CliError for a command that there is not. */
export function helpFor(command: string | undefined): string {
  if (command === undefined || command.startsWith("-")) return OVERVIEW;
  const text = COMMANDS[command];
  if (text === undefined)
    throw new CliError(`There is no command "${command}". \`hearth --help\` lists them.`);
  return text;
}
