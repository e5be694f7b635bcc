/** The groups of calls as readers meet them: their names, their order and what they are about. */
import type { Api } from "../index.ts";

interface GroupText {
  title: string;
  about: string;
}

/** Groups for machines (nodes, the portal's own sign-in) are in docs/agent-protocol.md, not here. */
export const GROUPS: Partial<Record<keyof Api, GroupText>> = {
  platform: {
    title: "Platform",
    about: "Is my token good, where is storage, what may I use. Clients of Qarnot's ask this first.",
  },
  tasks: {
    title: "Tasks",
    about:
      "Submit, watch, stop and repeat renders, in the shapes of Qarnot's API. Inside, and on the pages, a task is a job.",
  },
  groups: { title: "Jobs of tasks", about: "Qarnot's jobs: tasks that belong together and end together." },
  pools: {
    title: "Pools",
    about: "Sets of nodes that tasks may target, and how many frames of theirs run at once.",
  },
  projects: { title: "Projects", about: "Uploaded scenes and what is in them." },
  buckets: { title: "Buckets", about: "An account's named places for files, as S3 clients see them too." },
  disks: {
    title: "Disks",
    about:
      "Qarnot's API of 2014 to 2017: a bucket under other words, whose files go through the API itself. For scripts of then; docs/qarnot-api.md tells how they behave.",
  },
  uploads: {
    title: "Uploads",
    about: "From a file to a project: signed addresses for its parts, then complete.",
  },
  contents: {
    title: "Contents",
    about:
      "What a project of many files is made of: chunks by their SHA-256, sent once. Ask which are missing, PUT them in packs, then assemble the project.",
  },
  jobs: {
    title: "Jobs and frames",
    about: "Hearth's own view of a render: every frame with its state, log and picture.",
  },
  quotes: {
    title: "Quotes",
    about: "What a job will cost, from a few small frames rendered free of charge.",
  },
  sceneModels: {
    title: "Scene models",
    about: "A small glTF of a scene, made by a node, to look at it in the page.",
  },
  shares: { title: "Share links", about: "Links that show one job to whoever has them." },
  shared: { title: "Shared jobs", about: "What a guest with a share link may see." },
  tokens: { title: "API tokens", about: "Credentials for scripts, each with a name and a scope." },
  secrets: { title: "Secrets", about: "Values for scripts, sealed at rest." },
  credits: { title: "Ledger", about: "Every movement of an account's credits." },
  wireCredits: { title: "Credits", about: "Credits of account, task and pool. One credit is a core-minute." },
  carbon: {
    title: "Energy and carbon",
    about: "What a task drew and emitted; docs/carbon.md has the formulas.",
  },
  quotas: { title: "Quotas", about: "How much may run at once, and how much does." },
  hardware: {
    title: "Hardware",
    about: "What the farm's machines are, as constraints that a task can ask for.",
  },
  farm: { title: "Farm", about: "The farm as a whole." },
  nodes: { title: "Nodes", about: "The machines of the farm." },
  accounts: { title: "Accounts", about: "Who may use the farm. Mostly for administrators." },
  carbonSettings: { title: "Energy settings", about: "What an administrator knows about the farm's energy." },
};

/** Told elsewhere: signing in is the portal's matter. */
export const ELSEWHERE: readonly (keyof Api)[] = ["sessions"];
