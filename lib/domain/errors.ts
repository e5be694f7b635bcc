/** The base of what a rule of the domain refuses. `code` is what a program reads, `message` what a person does. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
}
