/** What every service that `hearth serve` starts has in common. */

/** Something started that can be ended. */
export interface Running {
  close(): Promise<void>;
}
