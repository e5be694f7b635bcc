/** A thing that is not there, or belongs to somebody else. */
export { NothingHere as default } from "#components/shell/nothing-here.tsx";
